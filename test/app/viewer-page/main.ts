import { clipLimits } from '../../../src/core/cloud/clip-box';
import { cutByLasso } from '../../../src/core/cloud/lasso';
import { maskLimits } from '../../../src/core/depth/mask-depth';
import { CloudView } from '../../../src/renderer/viewer/cloud-view';
import { DepthView2d } from '../../../src/renderer/viewer/depth-view-2d';
import { shownIntrinsics } from '../../../src/renderer/viewer/shown-point';
import type { PickedPoint, ViewOptions, ViewScene } from '../../../src/renderer/viewer/view-scene';
import { MaskLevels } from '../../../src/renderer/viewer/mask-levels';
import { levelsOfScene } from '../../../src/renderer/viewer/mask-options';
import { NO_MASKS } from '../../fixtures/masks';
import { timeOrbit } from './time-orbit';
import { timeSliders } from './time-sliders';
import { visibleOnGpu } from './visible-on-gpu';
import type { Picture, SceneSource, ViewerPage } from './viewer-page';
import { wavyWall, wavyWallWithAll } from './wavy-wall';

const MILLION_POINTS = { widthPx: 1184, heightPx: 888 };
const TEN_MILLION_POINTS = { widthPx: 3712, heightPx: 2784 };

const OPTIONS: ViewOptions = {
  colourMode: 'photo',
  colourMap: 'turbo',
  pointSize: 1.5,
  reliefStrength: 0,
  nearMetres: 0,
  farMetres: Infinity,
  hideSky: false,
  levels: new Uint16Array(),
  levelLimits: maskLimits(NO_MASKS),
  focalScale: 1,
  depthRangeMetres: [1, 10],
};

const canvas = document.querySelector<HTMLCanvasElement>('#cloud')!;
const depthCanvas = document.querySelector<HTMLCanvasElement>('#depth')!;
const events: string[] = [];
let hovered: PickedPoint | undefined;
let frameDrawn: (() => void)[] = [];
let view = open();
const depthView = new DepthView2d(depthCanvas, OPTIONS);
let shown: ViewScene | undefined;
let masks = NO_MASKS;
let focalScale = 1;

/** What hides pixels of a scene. */
const maskOptions = (scene: ViewScene, scale = focalScale) => ({
  levels: levelsOfScene(scene, masks, scale),
  levelLimits: maskLimits(masks),
});

function open(): CloudView {
  return new CloudView(canvas, OPTIONS, {
    hover: (point) => (hovered = point),
    contextLost: () => events.push('contextLost'),
    contextRestored: () => events.push('contextRestored'),
    frame: () => {
      const waiting = frameDrawn;
      frameDrawn = [];
      for (const drawn of waiting) drawn();
    },
  });
}

function nextFrame(): Promise<void> {
  return new Promise((resolve) => frameDrawn.push(resolve));
}

async function array<Type>(url: string, make: (buffer: ArrayBuffer) => Type): Promise<Type> {
  return make(await (await fetch(url)).arrayBuffer());
}

const floats = (buffer: ArrayBuffer) => new Float32Array(buffer);

async function load(source: SceneSource): Promise<ViewScene> {
  const { size, intrinsics, followsFocal, normals, confidence } = source;
  return {
    size,
    intrinsics,
    followsFocal,
    depthMetres: await array(source.depth, floats),
    mask: await array(source.mask, (buffer) => new Uint8Array(buffer)),
    normals: normals === undefined ? undefined : await array(normals, floats),
    confidence: confidence === undefined ? undefined : await array(confidence, floats),
    photo: await createImageBitmap(await (await fetch(source.photo)).blob()),
  };
}

/** The scene of the same source is the same one: a cloud that stays is not made anew. */
const loaded = new Map<string, Promise<ViewScene>>();
function loadOnce(source: SceneSource): Promise<ViewScene> {
  const key = JSON.stringify(source);
  const scene = loaded.get(key) ?? load(source);
  loaded.set(key, scene);
  return scene;
}

function drawnPixels(): Picture {
  const gl = canvas.getContext('webgl2')!;
  const { width, height } = canvas;
  const bottomUp = new Uint8Array(4 * width * height);
  gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, bottomUp);
  const rgba = new Uint8Array(bottomUp.length);
  for (let y = 0; y < height; y++) {
    rgba.set(bottomUp.subarray(4 * width * y, 4 * width * (y + 1)), 4 * width * (height - 1 - y));
  }
  return { width, height, base64: base64Of(rgba) };
}

function base64Of(bytes: Uint8Array | Uint8ClampedArray): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}

/** Waits for the frame and for its pixels. */
async function drawnMs(startMs: number): Promise<number> {
  await nextFrame();
  const gl = canvas.getContext('webgl2')!;
  gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
  return performance.now() - startMs;
}

const viewerPage: ViewerPage = {
  async show(source) {
    const scene = await load(source);
    shown = scene;
    depthView.show(scene);
    depthView.setOptions(maskOptions(scene));
    view.show(scene, maskOptions(scene));
    await nextFrame();
  },
  async showNothing() {
    depthView.show(undefined);
    view.show(undefined);
    await nextFrame();
  },
  async setOptions(change) {
    focalScale = change.focalScale ?? focalScale;
    const options = { ...change, ...(shown && maskOptions(shown)) };
    depthView.setOptions(options);
    view.setOptions(options);
    await nextFrame();
  },
  visibleOnGpu: (scale, box, strokes) => {
    const clip = box && clipLimits(box, shown!.size, shownIntrinsics(shown!, scale));
    const lasso = strokes && cutByLasso(strokes, shown!);
    const options = { ...OPTIONS, focalScale: scale, clip, lasso, ...maskOptions(shown!, scale) };
    return base64Of(visibleOnGpu(shown!, options));
  },
  async showGround(metresBelow) {
    view.showGuides(metresBelow !== undefined && { ground: { up: [0, -1, 0], offsetMetres: -metresBelow } });
    await nextFrame();
  },
  followedLevels: (settings, scale) =>
    new Promise((resolve) => {
      let answers = 0;
      const followed = new MaskLevels(() => {
        if (++answers < 2) return;
        resolve(base64Of(new Uint8Array(followed.of(shown!, settings, scale).buffer)));
        followed.dispose();
      });
      followed.of(shown!, NO_MASKS, 1);
      followed.follow(shown!, { ...NO_MASKS, doubtfulPercent: 5 }, 1);
      followed.follow(shown!, settings, scale);
    }),
  setMasks(settings) {
    masks = settings;
  },
  async arrange(own, added) {
    const clouds = added.map(async ({ id, source, placement }) => ({ id, scene: await loadOnce(source), placement }));
    view.arrange(own, await Promise.all(clouds));
    await nextFrame();
  },
  async fit() {
    view.fit();
    await nextFrame();
  },
  async highlight(pixel) {
    view.highlight(pixel);
    await nextFrame();
  },
  async picture() {
    // Resizing to the same size asks for a frame and changes nothing.
    view.resize();
    await nextFrame();
    return drawnPixels();
  },
  depthPicture() {
    return new Promise((resolve) =>
      // The view draws in a frame of its own, asked for earlier.
      requestAnimationFrame(() => {
        const { width, height } = depthCanvas;
        const { data } = depthCanvas.getContext('2d')!.getImageData(0, 0, width, height);
        resolve({ width, height, base64: base64Of(data) });
      }),
    );
  },
  readDepthAt: (column, row) => depthView.readAt(column, row),
  pickAt: (clientX, clientY) => view.pickAt(clientX, clientY),
  hovered: () => hovered,
  stats: () => view.stats(),
  async resize(widthPx, heightPx) {
    canvas.style.width = `${widthPx}px`;
    canvas.style.height = `${heightPx}px`;
    view.resize();
    await nextFrame();
  },
  events: () => events,
  loseContext: () => loseContextExtension!.loseContext(),
  restoreContext: () => loseContextExtension!.restoreContext(),
  dispose() {
    view.dispose();
    return view.stats();
  },
  reopen() {
    view = open();
  },
  async measure(photoWidthPx) {
    const scene = wavyWall(MILLION_POINTS, photoWidthPx);
    view.show(undefined);
    const emptyFrameMs = await times(5, frameMs);
    const startMs = performance.now();
    view.show(scene, maskOptions(scene));
    const showCallMs = performance.now() - startMs;
    const shownMs = await drawnMs(startMs);
    return {
      points: view.stats().points,
      emptyFrameMs,
      showCallMs,
      shownMs,
      frameMs: await times(5, frameMs),
      pickMs: await times(5, pickMs),
    };
  },
  measureSliders: () => timeSliders(view, wavyWallWithAll(MILLION_POINTS, MILLION_POINTS.widthPx), nextFrame),
  async measureOrbit() {
    view.show(undefined);
    const emptyFrameMs = await timeOrbit(canvas, nextFrame);
    const scene = wavyWall(TEN_MILLION_POINTS, TEN_MILLION_POINTS.widthPx);
    view.show(scene, maskOptions(scene));
    const frameMs = await timeOrbit(canvas, nextFrame);
    return { points: scene.mask.length, drawnPoints: view.stats().drawnPoints, emptyFrameMs, frameMs };
  },
};

async function times(count: number, measured: () => Promise<number> | number): Promise<number[]> {
  const results: number[] = [];
  for (let i = 0; i < count; i++) results.push(await measured());
  return results;
}

function frameMs(): Promise<number> {
  view.resize();
  return drawnMs(performance.now());
}

function pickMs(): number {
  const startMs = performance.now();
  view.pickAt(200, 200);
  return performance.now() - startMs;
}

/** A lost context gives no extension any more. */
const loseContextExtension = canvas.getContext('webgl2')!.getExtension('WEBGL_lose_context');

declare global {
  interface Window {
    viewerPage: ViewerPage;
  }
}

window.viewerPage = viewerPage;
