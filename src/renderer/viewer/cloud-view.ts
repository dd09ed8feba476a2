import { WebGLRenderer } from 'three';
import type { ImageSize } from '../../core/camera/intrinsics';
import type { Level } from '../../core/measuring/level';
import { AxesAndGrid } from './axes-and-grid';
import { CameraRig } from './camera-rig';
import { type AddedCloud, ALONE, type CloudLook } from './cloud-placement';
import { CloudScene } from './cloud-scene';
import type { CloudViewEvents } from './cloud-view-events';
import { EyeDomeLighting } from './eye-dome-lighting';
import { fitView } from './fit-view';
import { FrameLoop } from './frame-loop';
import { HoverWatch, type PagePlace } from './hover-watch';
import { PointBudget } from './point-budget';
import { PointPicker, type ViewPlace } from './point-picker';
import { shownIntrinsics, shownPoint } from './shown-point';
import type { GridPixel, PickedPoint, ViewOptions, ViewScene } from './view-scene';

/** Drawn pixels per CSS pixel at most: at rest, and while moving, when speed is worth more than sharpness. */
const GREATEST_PIXEL_RATIO = 2;
const GREATEST_MOVING_PIXEL_RATIO = 1;

/** What a cloud view tells of its work. */
export interface CloudViewStats {
  /** Points that the options show, of all clouds. */
  readonly points: number;
  /** Pixels of the grids that the last frame drew a point for, hidden ones among them: fewer while moving. */
  readonly drawnPoints: number;
  /** Frames drawn so far. */
  readonly frames: number;
  /** Time the last frame took this thread. */
  readonly drawMs: number;
  /** What the renderer holds on the GPU. */
  readonly gpu: { readonly geometries: number; readonly textures: number };
}

/** A picture of the view, to be read and not to be looked at. */
export interface PictureOrder {
  readonly size: ImageSize;
  /** How far the camera has gone round the point that it orbits about, to the right; 0 where it is shown. */
  readonly turnRadians: number;
}

/**
 * One photo's point cloud in a canvas, and those of other photos that are added to it. The canvas is clear where there is
 * no point: its CSS background shows through.
 * The page gives the canvas its size by CSS, tells of changes by {@link resize}, and lets it have the keyboard's focus.
 * Draws on demand only.
 */
export class CloudView {
  readonly #canvas: HTMLCanvasElement;
  readonly #on: CloudViewEvents;
  readonly #renderer: WebGLRenderer;
  readonly #rig: CameraRig;
  readonly #guides = new AxesAndGrid();
  readonly #clouds: CloudScene;
  readonly #lighting = new EyeDomeLighting();
  readonly #budget = new PointBudget();
  readonly #picker: PointPicker;
  readonly #frames = new FrameLoop((seconds) => this.#draw(seconds));
  readonly #hover: HoverWatch | undefined;
  readonly #listeners = new AbortController();
  #options: ViewOptions;
  #scene: ViewScene | undefined;
  #size = { width: 1, height: 1 };
  #wasMoving = false;
  #drawsPictures = false;
  #drawnPoints = 0;
  #frameCount = 0;
  #drawMs = 0;

  /** @throws Error where the browser has no WebGL 2 */
  constructor(canvas: HTMLCanvasElement, options: ViewOptions, on: CloudViewEvents = {}) {
    this.#canvas = canvas;
    this.#options = options;
    this.#on = on;
    this.#renderer = new WebGLRenderer({ canvas, alpha: true, antialias: false, powerPreference: 'high-performance' });
    this.#renderer.setClearColor(0x000000, 0);
    this.#clouds = new CloudScene(options, this.#guides.object);
    this.#picker = new PointPicker(this.#renderer);
    this.#rig = new CameraRig(canvas, () => this.#frames.requestFrame());
    this.#hover = on.hover && new HoverWatch(canvas, (place) => this.#pickSoon(place), on.hover.bind(on));
    this.#listen();
    this.resize();
  }

  /**
   * Shows a scene, or nothing. Another depth of the same photo keeps the camera where it is; another photo comes alone.
   *
   * @param change options that come with the scene: its masks, above all.
   */
  show(scene: ViewScene | undefined, change: Partial<ViewOptions> = {}): void {
    this.#options = { ...this.#options, ...change };
    const isSamePhoto = scene !== undefined && scene.photo === this.#scene?.photo;
    this.#scene = scene;
    if (!isSamePhoto) this.#clouds.arrange(ALONE, []);
    this.#clouds.show(scene, this.#options);
    this.#clouds.mark(undefined);
    this.#budget.begin(this.#clouds.drawablePixels);
    if (scene === undefined) this.#freePasses();
    if (!isSamePhoto || this.#rig.isFitted) this.#fit(false);
    this.#hover?.look();
    this.#frames.requestFrame();
  }

  /** Changes some options. A camera that nobody has moved follows the focal; a cut moves none. */
  setOptions(change: Partial<ViewOptions>): void {
    const focalScale = this.#options.focalScale;
    this.#options = { ...this.#options, ...change };
    this.#clouds.setOptions(this.#options);
    this.#budget.sketch();
    if (this.#options.reliefStrength === 0) this.#lighting.free();
    if (this.#options.focalScale !== focalScale && this.#rig.isFitted) this.#fit(false);
    this.#hover?.look();
    this.#frames.requestFrame();
  }

  /**
   * Places the cloud of the photo in view, which stays about its own camera, and the clouds of other photos beside it. A
   * camera that nobody has moved follows.
   */
  arrange(own: CloudLook, added: readonly AddedCloud[]): void {
    this.#clouds.arrange(own, added);
    this.#budget.begin(this.#clouds.drawablePixels);
    if (this.#rig.isFitted) this.#fit(false);
    this.#hover?.look();
    this.#frames.requestFrame();
  }

  /** Frames what is visible, seen from where the photo was taken: see `fitView`. */
  fit(): void {
    this.#fit(!matchMedia('(prefers-reduced-motion: reduce)').matches);
  }

  /** Rings the point of a pixel, wherever it lies; undefined takes the ring away. A hidden point gets none. */
  highlight(pixel: GridPixel | undefined): void {
    this.#clouds.mark(pixel);
    this.#frames.requestFrame();
  }

  /** Shows axes, and a grid on the ground where that is known; `false` takes them away. */
  showGuides(guides: { readonly ground: Level | undefined } | false): void {
    if (guides) this.#guides.show(guides.ground);
    else this.#guides.hide();
    this.#frames.requestFrame();
  }

  /** Where a point (metres, OpenCV frame) is drawn, in CSS pixels of the canvas; undefined behind the camera. */
  project(point: readonly [number, number, number]): { readonly x: number; readonly y: number } | undefined {
    const seen = this.#rig.project(point);
    return seen && { x: seen.x * this.#size.width, y: seen.y * this.#size.height };
  }

  /** The 3 × 4 matrix, row by row, from points (metres, OpenCV frame) to homogeneous places of the canvas, −1 to 1, y up. */
  projection(): readonly number[] {
    return this.#rig.projection();
  }

  /** The visible point nearest to a place of the page, within 8 CSS pixels. */
  pickAt(clientX: number, clientY: number): PickedPoint | undefined {
    const place = this.#preparePick({ clientX, clientY });
    return place && this.#pointOf(this.#picker.pick(this.#clouds.pickScene, this.#rig.camera, place));
  }

  /** Takes over the size that CSS gives the canvas, and the screen's pixel ratio. */
  resize(): void {
    if (this.#drawsPictures) return;
    this.#takeSize();
    this.#frames.requestFrame();
  }

  /** Pixels of the drawing at rest, and how many the GPU draws along a side at most. */
  pictureSizes(): { readonly shown: ImageSize; readonly greatestSidePx: number } {
    const gl = this.#renderer.getContext();
    const [widest, tallest] = gl.getParameter(gl.MAX_VIEWPORT_DIMS) as Int32Array;
    const pixelRatio = Math.min(devicePixelRatio, GREATEST_PIXEL_RATIO);
    return {
      shown: {
        widthPx: Math.floor(this.#size.width * pixelRatio),
        heightPx: Math.floor(this.#size.height * pixelRatio),
      },
      greatestSidePx: Math.min(
        gl.getParameter(gl.MAX_RENDERBUFFER_SIZE) as number,
        this.#renderer.capabilities.maxTextureSize,
        widest!,
        tallest!,
      ),
    };
  }

  /**
   * Draws all points at a size of its own, and hands the canvas over while it can be read; what the page lays over it
   * has followed by then. Nothing else is drawn until {@link endPictures}.
   *
   * @throws Error where the GPU does not draw it
   */
  drawPicture<Read>({ size, turnRadians }: PictureOrder, read: (canvas: HTMLCanvasElement) => Read): Read {
    const gl = this.#renderer.getContext();
    if (gl.isContextLost()) throw new Error('The graphics card was taken away.');
    this.#drawsPictures = true;
    this.#setCanvas(size.widthPx, size.heightPx, 1);
    if (gl.drawingBufferWidth !== size.widthPx || gl.drawingBufferHeight !== size.heightPx) {
      throw new Error(`The graphics card does not draw ${size.widthPx} × ${size.heightPx} pixels.`);
    }
    this.#rig.setAspect(size.widthPx / size.heightPx);
    this.#rig.turn(turnRadians);
    const pixelRatio = size.heightPx / this.#size.height;
    this.#clouds.setPoints(this.#clouds.drawablePixels);
    this.#clouds.setDrawingSize(size.heightPx, pixelRatio);
    this.#holdScene();
    this.#render(pixelRatio);
    if (gl.getError() === gl.OUT_OF_MEMORY) throw new Error('The graphics card has too little memory.');
    this.#on.frame?.();
    return read(this.#canvas);
  }

  /** Draws again what is shown, at once: whoever looks sees no picture if these were drawn in the same task. */
  endPictures(): void {
    if (!this.#drawsPictures) return;
    this.#drawsPictures = false;
    this.#takeSize();
    if (this.#draw(0)) this.#frames.requestFrame();
  }

  #takeSize(): void {
    const width = Math.max(1, this.#canvas.clientWidth);
    const height = Math.max(1, this.#canvas.clientHeight);
    const isChanged = width !== this.#size.width || height !== this.#size.height;
    this.#size = { width, height };
    if (isChanged && this.#rig.isFitted) this.#fit(false);
    else this.#rig.setAspect(width / height);
  }

  /** Frees all that the view holds, on the GPU too. The view is of no use afterwards; its canvas may get another. */
  dispose(): void {
    this.#listeners.abort();
    this.#frames.stop();
    // Whoever still draws pictures ends them later, and that must not draw again.
    this.#drawsPictures = false;
    this.#hover?.dispose();
    this.#rig.dispose();
    this.#clouds.dispose();
    this.#guides.forgetGpu();
    this.#freePasses();
    this.#renderer.dispose();
    this.#scene = undefined;
  }

  stats(): CloudViewStats {
    const { geometries, textures } = this.#renderer.info.memory;
    return {
      points: this.#clouds.countPoints(),
      drawnPoints: this.#drawnPoints,
      frames: this.#frameCount,
      drawMs: this.#drawMs,
      gpu: { geometries, textures },
    };
  }

  #listen(): void {
    const { signal } = this.#listeners;
    const canvas = this.#canvas;
    canvas.addEventListener(
      'webglcontextlost',
      () => {
        // Now, for later these would be deleted from a context that never knew them.
        this.#clouds.forgetGpu();
        this.#guides.forgetGpu();
        this.#freePasses();
        this.#on.contextLost?.();
      },
      { signal },
    );
    canvas.addEventListener(
      'webglcontextrestored',
      () => {
        this.#frames.requestFrame();
        this.#on.contextRestored?.();
      },
      { signal },
    );
  }

  async #pickSoon(at: PagePlace): Promise<PickedPoint | undefined> {
    const scene = this.#scene;
    const place = this.#preparePick(at);
    if (place === undefined) return undefined;
    const index = await this.#picker.pickSoon(this.#clouds.pickScene, this.#rig.camera, place);
    return scene === this.#scene ? this.#pointOf(index) : undefined;
  }

  #preparePick({ clientX, clientY }: PagePlace): ViewPlace | undefined {
    if (this.#scene === undefined || this.#renderer.getContext().isContextLost()) return undefined;
    this.#holdScene();
    this.#clouds.setPickSize(this.#picker.heightPx);
    const bounds = this.#canvas.getBoundingClientRect();
    return { ...this.#size, x: clientX - bounds.left, y: clientY - bounds.top };
  }

  #pointOf(index: number | undefined): PickedPoint | undefined {
    const scene = this.#scene;
    if (scene === undefined || index === undefined) return undefined;
    const { widthPx } = scene.size;
    const pixel = { column: index % widthPx, row: Math.floor(index / widthPx) };
    return shownPoint(scene, this.#options.focalScale, pixel);
  }

  #fit(glides: boolean): void {
    const scene = this.#scene;
    if (scene === undefined) return;
    const aspect = this.#size.width / this.#size.height;
    const intrinsics = shownIntrinsics(scene, this.#options.focalScale);
    this.#rig.takeView(fitView(this.#clouds.samples(), scene.size, intrinsics, aspect), aspect, glides);
    this.#frames.requestFrame();
  }

  #draw(seconds: number): boolean {
    const startMs = performance.now();
    if (this.#drawsPictures || this.#renderer.getContext().isContextLost()) return false;
    const moves = this.#rig.update(seconds);
    this.#drawnPoints = moves ? this.#budget.whileMoving(this.#wasMoving ? seconds : undefined) : this.#budget.atRest();
    this.#clouds.setPoints(this.#drawnPoints);
    this.#setDrawingSize(moves);
    this.#holdScene();
    this.#render(this.#renderer.getPixelRatio());
    this.#drawMs = performance.now() - startMs;
    this.#frameCount++;
    // The points moved below a pointer that did not.
    if (this.#wasMoving && !moves) this.#hover?.look();
    this.#wasMoving = moves;
    this.#on.frame?.();
    return moves || this.#drawnPoints < this.#clouds.drawablePixels;
  }

  #render(pixelRatio: number): void {
    const { reliefStrength: strength } = this.#options;
    const { visibleScene, overlayScene } = this.#clouds;
    if (strength === 0 || this.#scene === undefined) this.#renderer.render(visibleScene, this.#rig.camera);
    else this.#lighting.render(this.#renderer, visibleScene, this.#rig.camera, { strength, pixelRatio });
    // Over the colour and the depth that are there.
    this.#renderer.autoClear = false;
    this.#renderer.render(overlayScene, this.#rig.camera);
    this.#renderer.autoClear = true;
  }

  #freePasses(): void {
    this.#picker.free();
    this.#lighting.free();
  }

  #setDrawingSize(moves: boolean): void {
    const limit = moves ? GREATEST_MOVING_PIXEL_RATIO : GREATEST_PIXEL_RATIO;
    const pixelRatio = Math.min(devicePixelRatio, limit);
    this.#setCanvas(this.#size.width, this.#size.height, pixelRatio);
    this.#clouds.setDrawingSize(this.#canvas.height, pixelRatio);
  }

  #setCanvas(width: number, height: number, pixelRatio: number): void {
    const canvas = this.#canvas;
    const isSet = canvas.width === Math.floor(width * pixelRatio) && canvas.height === Math.floor(height * pixelRatio);
    if (isSet && this.#renderer.getPixelRatio() === pixelRatio) return;
    this.#renderer.setPixelRatio(pixelRatio);
    this.#renderer.setSize(width, height, false);
  }

  #holdScene(): void {
    const corners = this.#clouds.corners();
    if (corners.length > 0) this.#rig.holdScene(corners);
  }
}
