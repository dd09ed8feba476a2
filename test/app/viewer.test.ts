import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { clipLimits } from '../../src/core/cloud/clip-box';
import { clipDepth } from '../../src/core/depth/clip-depth';
import { lassoDepth } from '../../src/core/depth/lasso-depth';
import {
  DEFAULT_MASKS,
  type MaskableDepth,
  maskDepth,
  maskLevels,
  type MaskSettings,
} from '../../src/core/depth/mask-depth';
import { MaskReason } from '../../src/core/depth/depth-rows';
import { normalsFromDepth } from '../../src/core/depth/normals-from-depth';
import { COLOUR_TABLES } from '../../src/core/formats/colour-map';
import { ALONE, type CloudLook, type CloudPlacement } from '../../src/renderer/viewer/cloud-placement';
import { containingTanHalfHeight } from '../../src/renderer/viewer/fit-view';
import { shownIntrinsics } from '../../src/renderer/viewer/shown-point';
import type { ViewOptions } from '../../src/renderer/viewer/view-scene';
import { pixels } from '../../src/core/camera/units';
import { smearDepth } from '../fixtures/analytic-scenes';
import { findChromium } from '../fixtures/chromium';
import { NO_MASKS } from '../fixtures/masks';
import { renderedSamples, type RenderedSample } from '../fixtures/rendered-samples';
import { type OpenViewerPage, openViewerPage } from './viewer-page/open-page';
import type { AddedSource, Picture, SceneSource } from './viewer-page/viewer-page';

const chromium = findChromium();
const sample = renderedSamples().find(({ name }) => name === 'table-pots');

/** The canvas of the page, in CSS pixels. */
const WIDTH = 800;
const HEIGHT = 600;

/** Rows of the sample that the test declares to be sky: they have depth, so only the option hides them. */
const SKY_ROWS = 40;

const START: Partial<ViewOptions> = {
  colourMode: 'photo',
  colourMap: 'turbo',
  pointSize: 1.5,
  reliefStrength: 0,
  nearMetres: 0,
  farMetres: Infinity,
  hideSky: false,
  focalScale: 1,
  depthRangeMetres: [0.5, 3],
};

/** A sample as the viewer gets it. */
interface Subject {
  readonly sample: RenderedSample;
  readonly depthMetres: Float32Array;
  readonly mask: Uint8Array;
  readonly normals: Float32Array;
  /** Red green blue of the photo. */
  readonly rgb: Buffer;
  readonly source: SceneSource;
}

describe.skipIf(chromium === undefined || sample === undefined)('the viewer in Chromium', () => {
  let open: OpenViewerPage;
  let subject: Subject;

  beforeAll(async () => {
    open = await openViewerPage(chromium!);
    subject = await prepare(sample!, open.files);
    await open.page.evaluate(async (source) => window.viewerPage.show(source), subject.source);
  }, 120_000);

  afterAll(async () => {
    await open.browser.close();
  });

  const set = (change: Partial<ViewOptions>) =>
    open.page.evaluate(async (options) => window.viewerPage.setOptions(options), { ...START, ...change });
  const setMasks = (settings: MaskSettings) =>
    open.page.evaluate((masks) => window.viewerPage.setMasks(masks), settings);
  const picture = async () => drawn(await open.page.evaluate(async () => window.viewerPage.picture()));
  const stats = () => open.page.evaluate(() => window.viewerPage.stats());
  const pick = (column: number, row: number) =>
    open.page.evaluate(([x, y]) => window.viewerPage.pickAt(x, y), screenPlace(subject.sample, column, row));

  /** Counts pixels of the grid that satisfy a rule. */
  const count = (rule: (depth: number, mask: number) => boolean) =>
    subject.depthMetres.reduce((sum, depth, i) => sum + (rule(depth, subject.mask[i]!) ? 1 : 0), 0);

  test('points have the colours of the photo, where the photo had them', async () => {
    await set({});
    const { at } = await picture();
    const colours = comparedColours(subject, at);
    expect(colours.length).toBeGreaterThan(1000);
    const errors = colours.map(({ shown, expected }) => colourDistance(shown, expected)).sort((a, b) => a - b);
    expect(errors[Math.floor(0.5 * errors.length)]).toBeLessThanOrEqual(4);
    expect(errors[Math.floor(0.97 * errors.length)]).toBeLessThanOrEqual(24);
    // The check must tell the photo from its mirror image.
    const mirrored = colours.map(({ shown, mirror }) => colourDistance(shown, mirror)).sort((a, b) => a - b);
    expect(mirrored[Math.floor(0.5 * mirrored.length)]).toBeGreaterThan(10);
  });

  test('points close the picture: no gaps between them', async () => {
    await set({});
    const { at } = await picture();
    const places = gridPlaces(subject).filter(({ i }) => subject.depthMetres[i]! > 0);
    const clear = places.filter(({ column, row }) => at(...screenPlace(subject.sample, column, row))[3] === 0);
    expect(clear).toEqual([]);
    expect(at(2, 2)[3]).toBe(0);
  });

  test('depth, normal and confidence have their own colours', async () => {
    const place = { column: 200, row: 300 };
    const i = place.row * subject.sample.size.widthPx + place.column;
    const [x, y] = screenPlace(subject.sample, place.column, place.row);
    await set({ colourMode: 'depth', colourMap: 'grey' });
    const nearness = (Math.log(3) - Math.log(subject.depthMetres[i]!)) / (Math.log(3) - Math.log(0.5));
    expect((await picture()).at(x, y)[0]).toBeCloseTo(255 * nearness, -1);
    await set({ colourMode: 'normal' });
    const normal = Array.from(subject.normals.subarray(3 * i, 3 * i + 3));
    const facing = [0.5 + 0.5 * normal[0]!, 0.5 - 0.5 * normal[1]!, 0.5 - 0.5 * normal[2]!];
    expect(
      colourDistance(
        (await picture()).at(x, y),
        facing.map((value) => 255 * value),
      ),
    ).toBeLessThan(40);
    await set({ colourMode: 'confidence', colourMap: 'viridis' });
    const table = COLOUR_TABLES.viridis.subarray(3 * 191, 3 * 192);
    expect(colourDistance((await picture()).at(x, y), Array.from(table))).toBeLessThanOrEqual(2);
  });

  test('hovering reads the depth of the pixel under the pointer', async () => {
    await set({});
    for (const [column, row] of [
      [100, 400],
      [333, 241],
      [520, 350],
    ] as const) {
      const bounds = await open.page.locator('#cloud').boundingBox();
      const [x, y] = screenPlace(subject.sample, column, row);
      await open.page.mouse.move(bounds!.x + x, bounds!.y + y);
      const isNear = `(([column, row]) => Math.abs(window.viewerPage.hovered()?.column - column) <= 1 && Math.abs(window.viewerPage.hovered()?.row - row) <= 1)`;
      await open.page.waitForFunction(`${isNear}(${JSON.stringify([column, row])})`);
      const point = (await open.page.evaluate(() => window.viewerPage.hovered()))!;
      const i = point.row * subject.sample.size.widthPx + point.column;
      expect(point.depthMetres).toBe(subject.depthMetres[i]);
      expect(
        await open.page.evaluate(([c, r]) => window.viewerPage.readDepthAt(c, r), [point.column, point.row] as const),
      ).toBe(subject.depthMetres[i]);
    }
    await open.page.mouse.move(900, 1100);
    await open.page.waitForFunction(() => window.viewerPage.hovered() === undefined);
  });

  test('half as long a focal again: depth × 1.5, a width along the picture unchanged', async () => {
    await set({});
    const before = [(await pick(150, 400))!, (await pick(500, 400))!] as const;
    await set({ focalScale: 1.5 });
    await open.page.evaluate(async () => window.viewerPage.fit());
    // The view is still that of the photo's camera, whose focal is the new one, so the same place shows the same pixel.
    const after = [(await pick(150, 400))!, (await pick(500, 400))!] as const;
    for (const side of [0, 1] as const) {
      expect(after[side]).toMatchObject({ column: before[side].column, row: before[side].row });
      expect(after[side].depthMetres).toBeCloseTo(1.5 * before[side].depthMetres, 5);
    }
    const width = (pair: typeof before) => pair[1].position[0] - pair[0].position[0];
    expect(width(after)).toBeCloseTo(width(before), 6);
    expect(width(before)).toBeGreaterThan(0.1);
  });

  test('a metric scene keeps its depth and gets narrower', async () => {
    await open.page.evaluate(async (source) => window.viewerPage.show(source), {
      ...subject.source,
      followsFocal: false,
    });
    await set({});
    const before = (await pick(500, 400))!;
    await set({ focalScale: 1.5 });
    const after = (await pick(500, 400))!;
    expect(after.depthMetres).toBe(before.depthMetres);
    expect(after.position[0]).toBeCloseTo(before.position[0] / 1.5, 6);
    await open.page.evaluate(async (source) => window.viewerPage.show(source), subject.source);
  });

  test.each<[string, Partial<ViewOptions>, (depth: number, mask: number) => boolean]>([
    ['nothing hidden', {}, (depth) => depth > 0],
    ['sky', { hideSky: true }, (depth, mask) => depth > 0 && (mask & MaskReason.sky) === 0],
    ['near', { nearMetres: 1 }, (depth) => depth >= 1],
    ['far', { farMetres: 1 }, (depth) => depth > 0 && depth <= 1],
  ])('hidden: %s', async (_, options, rule) => {
    await set(options);
    expect((await stats()).points).toBe(count(rule));
    // Where nothing within reach of a point's size is visible, the GPU draws nothing and picks nothing.
    const { at } = await picture();
    const visible = subject.depthMetres.map((depth, i) => (rule(depth, subject.mask[i]!) ? 1 : 0));
    const all = gridPlaces(subject);
    const shown = all.filter(({ column, row }) => around(visible, subject.sample.size.widthPx, column, row) === 49);
    const hidden = all.filter(({ column, row }) => around(visible, subject.sample.size.widthPx, column, row) === 0);
    const alphaAt = (place: { column: number; row: number }) =>
      at(...screenPlace(subject.sample, place.column, place.row))[3];
    expect(shown.length).toBeGreaterThan(100);
    expect(shown.filter((place) => alphaAt(place) !== 255)).toEqual([]);
    expect(hidden.filter((place) => alphaAt(place) !== 0)).toEqual([]);
    if (options.hideSky || options.nearMetres || options.farMetres) expect(hidden.length).toBeGreaterThan(100);
  });

  test('edges are too thin to leave clear places, but not to be missed', async () => {
    await set({});
    const all = await picture();
    await setMasks(DEFAULT_MASKS);
    await set({});
    expect(changedPixels(all, await picture())).toBeGreaterThan(500);
    await setMasks(NO_MASKS);
  });

  describe('masks, on depth smeared and doubted', () => {
    let map: MaskableDepth;

    beforeAll(async () => {
      map = doubted(subject);
      open.files.set('smeared', Buffer.from(map.depthMetres.buffer));
      open.files.set('doubt', Buffer.from(map.confidence!.buffer));
      const source = { ...subject.source, depth: 'smeared', confidence: 'doubt' };
      await open.page.evaluate(async (shown) => window.viewerPage.show(shown), source);
    });

    afterAll(async () => {
      await setMasks(NO_MASKS);
      await open.page.evaluate(async (source) => window.viewerPage.show(source), subject.source);
    });

    const visibleOnGpu = async (settings: MaskSettings, focalScale: number) => {
      await setMasks(settings);
      const base64 = await open.page.evaluate((scale) => window.viewerPage.visibleOnGpu(scale), focalScale);
      return Buffer.from(base64, 'base64');
    };

    test.each<[string, Partial<MaskSettings>]>([
      ['none', {}],
      ['edges', { edgeThreshold: 0.015 }],
      ['a lower threshold', { edgeThreshold: 0.004 }],
      ['grazing angle', { grazingDegrees: 62.5 }],
      ['confidence', { doubtfulPercent: 12 }],
      ['islands that edges cut', { edgeThreshold: 0.015, smallestIslandPx: 3000 }],
      ['all', { edgeThreshold: 0.015, grazingDegrees: 75, doubtfulPercent: 3, smallestIslandPx: 40 }],
    ])('%s: the GPU shows the very pixels that exports hold', async (name, change) => {
      const settings = { ...NO_MASKS, keepSky: true, ...change };
      const exported = maskDepth(map, settings).map((reasons) => (reasons === 0 ? 255 : 0));
      expect((await visibleOnGpu(settings, 1)).compare(exported)).toBe(0);
      const shares = exported.reduce((sum, value) => sum + value, 0) / exported.length / 255;
      if (name !== 'none') expect(shares).toBeLessThan(0.995);
      expect(shares).toBeGreaterThan(0.5);
    });

    test('levels follow the settings in a worker, and are those of the core', async () => {
      const settings = { ...DEFAULT_MASKS, grazingDegrees: 80, doubtfulPercent: 10, smallestIslandPx: 40 };
      const base64 = await open.page.evaluate((masks) => window.viewerPage.followedLevels(masks, 1.5), settings);
      const intrinsics = shownIntrinsics(map, 1.5);
      const levels = maskLevels(map, settings, { intrinsics, normalStretch: 1 / 1.5 });
      expect(Buffer.from(base64, 'base64').compare(new Uint8Array(levels.buffer))).toBe(0);
      for (const test of [0, 1, 2, 3]) expect(levels.some((level, i) => i % 4 === test && level > 0)).toBe(true);
    });

    test('at another focal length too, but for rounding', async () => {
      const settings = { ...NO_MASKS, keepSky: true, edgeThreshold: 0.015, grazingDegrees: 70, smallestIslandPx: 40 };
      const exported = maskDepth(atFocal(map, 1.3), settings);
      const shown = await visibleOnGpu(settings, 1.3);
      const unlike = exported.filter((reasons, i) => (reasons === 0) !== (shown[i] === 255)).length;
      expect(unlike).toBeLessThan(1e-4 * exported.length);
      const before = maskDepth(map, settings);
      expect(before.filter((reasons, i) => (reasons === 0) !== (shown[i] === 255)).length).toBeGreaterThan(
        100 * unlike,
      );
    });
  });

  test.each([
    ['one through the table', { x: [-0.21, 0.17], y: [-0.3, 0.12], z: [0.6, 1.4] }],
    ['one with no points', { x: [-0.1, 0.1], y: [-0.1, 0.1], z: [90, 99] }],
  ] as const)('a clip box, %s: the GPU shows the very pixels that exports hold', async (_, box) => {
    const { size, intrinsics } = subject.sample;
    const sky = { ...NO_MASKS, keepSky: true };
    await setMasks(sky);
    const map = { ...subject, size, intrinsics, confidence: undefined };
    const kept = clipDepth({ ...map, mask: maskDepth(map, sky) }, box).map((reasons) => (reasons === 0 ? 255 : 0));
    const shown = await open.page.evaluate((clip) => window.viewerPage.visibleOnGpu(1, clip), box);
    expect(Buffer.from(shown, 'base64').compare(kept)).toBe(0);
    const share = kept.filter((value) => value === 255).length / kept.length;
    if (box.z[0] > 50) expect(share).toBe(0);
    else expect(share).toBeGreaterThan(0.05);
    expect(share).toBeLessThan(0.9);
    const clip = clipLimits(box, size, intrinsics);
    await set({ clip });
    expect((await stats()).points).toBe(kept.filter((value) => value === 255).length);
    await set({ clip: undefined });
    await setMasks(NO_MASKS);
  });

  test('a lasso with a clip box: the GPU shows the very pixels that exports hold', async () => {
    const { size, intrinsics } = subject.sample;
    const sky = { ...NO_MASKS, keepSky: true };
    await setMasks(sky);
    const map = { ...subject, size, intrinsics, confidence: undefined };
    const box = { x: [-0.3, 9], y: [-9, 9], z: [0, 9] } as const;
    const triangle = [[-0.3, -0.3], [0.4, -0.2], [0, 0.3]] as const; // prettier-ignore
    const stroke = {
      keeps: 'outside' as const,
      projection: [1, 0, 0.1, 0, 0, -1, 0, 0, 0, 0, 1, 0.1],
      outline: triangle,
    };
    const strokes = [stroke];
    const bare = clipDepth({ ...map, mask: maskDepth(map, sky) }, box);
    const kept = lassoDepth({ ...map, mask: bare }, strokes).map((reasons) => (reasons === 0 ? 255 : 0));
    const drawn = { box, strokes };
    const shown = await open.page.evaluate((cuts) => window.viewerPage.visibleOnGpu(1, cuts.box, cuts.strokes), drawn);
    expect(Buffer.from(shown, 'base64').compare(kept)).toBe(0);
    const countOf = (isKept: (value: number) => boolean, values: Uint8Array) => values.filter(isKept).length;
    const cut = 1 - countOf((value) => value === 255, kept) / countOf((value) => value === 0, bare);
    expect(cut).toBeGreaterThan(0.02);
    expect(cut).toBeLessThan(0.9);
    await setMasks(NO_MASKS);
  });

  test('a hidden point is not picked', async () => {
    await set({ hideSky: true });
    expect(await pick(300, 15)).toBeUndefined();
    expect(await pick(300, 200)).toBeDefined();
  });

  test('the 2D view hatches what is hidden and reads nothing there', async () => {
    await set({ hideSky: true });
    const { at } = drawn(await open.page.evaluate(async () => window.viewerPage.depthPicture()));
    expect(new Set(Array.from({ length: 30 }, (_, i) => at(i, 5)[3]))).toEqual(new Set([0, 110]));
    expect(at(300, 300)[3]).toBe(255);
    expect(await open.page.evaluate(() => window.viewerPage.readDepthAt(300, 15))).toBeUndefined();
    expect(await open.page.evaluate(() => window.viewerPage.readDepthAt(300, 9999))).toBeUndefined();
  });

  test('relief darkens where the depth steps, and off it leaves no trace', async () => {
    await set({});
    const plain = await picture();
    const { gpu } = await stats();
    await set({ reliefStrength: 0.4 });
    const shaded = await picture();
    expect(changedPixels(plain, shaded)).toBeGreaterThan(5000);
    const brighter = shaded.rgba.reduce((sum, value, i) => sum + (value > plain.rgba[i]! + 1 ? 1 : 0), 0);
    expect(brighter).toBe(0);
    await set({ reliefStrength: 0 });
    expect(changedPixels(plain, await picture())).toBe(0);
    expect((await stats()).gpu).toEqual(gpu);
  });

  test('relief leaves the lines of the ground as they are, and what they hide', async () => {
    await set({});
    const bare = await picture();
    await open.page.evaluate(async () => window.viewerPage.showGround(0.1));
    const plain = await picture();
    await set({ reliefStrength: 0.4 });
    const shaded = await picture();
    await open.page.evaluate(async () => window.viewerPage.showGround(undefined));
    const shadedBare = await picture();
    await set({ reliefStrength: 0 });
    const unlike = { lines: 0, changed: 0, beside: 0 };
    for (let first = 0; first < plain.rgba.length; first += 4) {
      const differ = (a: DrawnPicture, b: DrawnPicture) =>
        a.rgba.compare(b.rgba, first, first + 4, first, first + 4) !== 0;
      if (differ(bare, plain)) {
        unlike.lines++;
        if (differ(plain, shaded)) unlike.changed++;
      } else if (differ(shaded, shadedBare)) unlike.beside++;
    }
    expect(unlike.lines).toBeGreaterThan(500);
    expect(unlike.changed).toBe(0);
    // Here and there a line has the very colour of the point behind it.
    expect(unlike.beside).toBeLessThan(0.01 * unlike.lines);
  });

  test('the linked cursor rings a point', async () => {
    await set({});
    const before = await picture();
    await open.page.evaluate(async () => window.viewerPage.highlight({ column: 320, row: 240 }));
    const [x, y] = screenPlace(subject.sample, 320, 240);
    const ringed = await picture();
    expect(ringed.at(x, y)).toEqual([255, 255, 255, 255]);
    expect(changedPixels(before, ringed)).toBeGreaterThan(100);
    await open.page.evaluate(async () => window.viewerPage.highlight(undefined));
    expect(changedPixels(before, await picture())).toBe(0);
  });

  test('a cut is fitted', async () => {
    // Of the picture that leaves the near corner of the table, 96 × 35 of 640 × 480 pixels.
    await set({ farMetres: 0.45 });
    const left = (rgba: Buffer) => rgba.reduce((sum, alpha, i) => sum + (i % 4 === 3 && alpha > 0 ? 1 : 0), 0);
    const before = left((await picture()).rgba);
    await open.page.evaluate(async () => window.viewerPage.fit());
    await atRest(stats);
    expect(left((await picture()).rgba)).toBeGreaterThan(5 * before);
    await set({});
    await open.page.evaluate(async () => window.viewerPage.fit());
    await atRest(stats);
  });

  test('twice as many drawn pixels a CSS pixel: the same picture, sharper', async () => {
    await set({});
    const places = gridPlaces(subject).filter(({ i }) => subject.depthMetres[i]! > 0);
    const fine = await openViewerPage(chromium!, 2);
    try {
      for (const [name, body] of open.files) fine.files.set(name, body);
      await fine.page.evaluate(async (source) => window.viewerPage.show(source), subject.source);
      const { at, rgba } = drawn(await fine.page.evaluate(async () => window.viewerPage.picture()));
      expect(rgba.length).toBe(4 * 4 * WIDTH * HEIGHT);
      const clear = places.filter(({ column, row }) => {
        const [x, y] = screenPlace(subject.sample, column, row);
        return at(2 * x, 2 * y)[3] === 0;
      });
      expect(clear).toEqual([]);
    } finally {
      await fine.browser.close();
    }
  });

  describe('clouds of other photos', () => {
    const alone = { isVisible: true, tint: undefined };
    /** A metre to the right; what it hides by its mask is hidden for good. */
    const beside = (placement: Partial<CloudPlacement> = {}, id = 'beside', mask = 'mask'): AddedSource => ({
      id,
      source: { ...subject.source, mask },
      placement: { isVisible: true, offsetMetres: [1, 0, 0], tint: undefined, ...placement },
    });
    const arrange = (own: CloudLook, ...added: AddedSource[]) =>
      open.page.evaluate(async ([look, clouds]) => window.viewerPage.arrange(look, clouds), [own, added] as const);
    const hiddenOwn = { isVisible: false, tint: undefined };
    let ownPoints: number;

    beforeAll(async () => {
      await setMasks(NO_MASKS);
      await set({});
      ownPoints = (await stats()).points;
      open.files.set(
        'no-sky',
        Buffer.from(subject.mask.map((reasons) => (reasons === 0 ? 0 : MaskReason.outOfRange)).buffer),
      );
    });

    afterEach(async () => {
      await set({});
      await arrange(alone);
    });

    test('are drawn beside it, all in view, and share its points', async () => {
      await arrange(alone);
      const single = await picture();
      await arrange(alone, beside());
      const both = await picture();
      const after = await stats();
      expect(after.points).toBe(2 * ownPoints);
      expect(after.drawnPoints).toBe(2 * subject.mask.length);
      // Seen from farther off each is smaller; the row reaches to the right, and its border is clear.
      const columns = drawnColumns(both);
      expect(columns.least).toBeGreaterThan(0);
      expect(columns.greatest).toBeLessThan(WIDTH - 1);
      expect(changedPixels(single, both)).toBeGreaterThan(0.1 * WIDTH * HEIGHT);
    });

    test('hide what their own masks hide, and nothing that is cut in view', async () => {
      await arrange(alone);
      await set({ farMetres: 0.9 });
      const cut = (await stats()).points;
      await arrange(alone, beside({}, 'masked', 'no-sky'));
      expect((await stats()).points).toBe(cut + subject.mask.filter((reasons) => reasons === 0).length);
      await set({});
    });

    test('move by their offset, and go when they are hidden', async () => {
      await arrange(hiddenOwn, beside({ offsetMetres: [0, 0, 0] }));
      const here = await picture();
      expect((await stats()).points).toBe(ownPoints);
      await arrange(alone);
      // Where it stands it looks as the cloud in view does.
      expect(changedPixels(here, await picture())).toBe(0);
      await arrange(alone, beside({ offsetMetres: [0, 0, 0], isVisible: false }));
      expect(changedPixels(here, await picture())).toBe(0);
      expect((await stats()).drawnPoints).toBe(subject.mask.length);
      // Of a camera that a person has moved: what moves now is the cloud.
      await open.page.locator('#cloud').focus();
      for (let i = 0; i < 6; i++) await open.page.keyboard.press('-');
      await atRest(stats);
      const still = await picture();
      await arrange(alone, beside({ offsetMetres: [0.3, 0, 0] }));
      const right = await picture();
      await arrange(alone, beside({ offsetMetres: [-0.3, 0, 0] }));
      const left = await picture();
      expect(changedPixels(still, right)).toBeGreaterThan(0.02 * WIDTH * HEIGHT);
      expect(drawnColumns(right).greatest).toBeGreaterThan(drawnColumns(still).greatest + 20);
      expect(drawnColumns(left).least).toBeLessThan(drawnColumns(still).least - 20);
      await open.page.evaluate(async () => window.viewerPage.fit());
      await atRest(stats);
    });

    test('take a tint, as the cloud in view does', async () => {
      const green = { isVisible: true, tint: [0, 1, 0] } as const;
      for (const added of [[], [beside({ tint: [0, 1, 0], offsetMetres: [0, 0, 0] })]]) {
        await arrange(added.length === 0 ? green : hiddenOwn, ...added);
        const { at } = await picture();
        const colours = comparedColours(subject, at).map(({ shown }) => shown);
        expect(colours.filter(([red, greenness, blue]) => red !== 0 || blue !== 0 || greenness! < 80)).toEqual([]);
      }
    });

    test('hide points behind them from the pointer, and are not picked themselves', async () => {
      await arrange(alone);
      expect(await pick(300, 200)).toBeDefined();
      await arrange(hiddenOwn, beside({ offsetMetres: [0, 0, 0] }));
      expect(await pick(300, 200)).toBeUndefined();
      // A little nearer to the camera than the same points of the cloud in view.
      await arrange(alone, beside({ offsetMetres: [0, 0, -0.05] }));
      expect(await pick(300, 200)).toBeUndefined();
      await arrange(alone, beside({ offsetMetres: [0, 0, 0.05] }));
      expect(await pick(300, 200)).toBeDefined();
    });

    test('leave nothing on the GPU when they are removed', async () => {
      await arrange(alone);
      await pick(300, 200);
      const { gpu } = await stats();
      await arrange(alone, beside(), beside({ offsetMetres: [2, 0, 0] }, 'other', 'no-sky'));
      await pick(300, 200);
      expect((await stats()).gpu.textures).toBeGreaterThanOrEqual(gpu.textures + 8);
      await arrange(alone, beside());
      const one = (await stats()).gpu;
      expect(one.textures).toBeGreaterThan(gpu.textures);
      await arrange(alone);
      expect((await stats()).gpu).toEqual(gpu);
    });

    test('go with the photo that they were added to', async () => {
      await open.page.evaluate(async (source) => window.viewerPage.show(source), subject.source);
      await set({});
      await pick(300, 200);
      const { gpu } = await stats();
      await arrange(alone, beside());
      await open.page.evaluate(async (source) => window.viewerPage.show(source), subject.source);
      await set({});
      await pick(300, 200);
      expect((await stats()).points).toBe(ownPoints);
      expect((await stats()).gpu).toEqual(gpu);
    });
  });

  test('dragging orbits, and at rest nothing is drawn', async () => {
    await set({});
    const before = await picture();
    const bounds = (await open.page.locator('#cloud').boundingBox())!;
    await open.page.mouse.move(bounds.x + 400, bounds.y + 300);
    await open.page.mouse.down();
    await open.page.mouse.move(bounds.x + 480, bounds.y + 320, { steps: 3 });
    await open.page.mouse.up();
    await atRest(stats);
    const after = await picture();
    expect(changedPixels(before, after)).toBeGreaterThan(0.1 * WIDTH * HEIGHT);
    const frames = (await stats()).frames;
    await open.page.waitForTimeout(400);
    expect((await stats()).frames).toBe(frames);
    expect((await stats()).drawnPoints).toBe(subject.mask.length);
    await open.page.evaluate(async () => window.viewerPage.fit());
    await atRest(stats);
    expect(changedPixels(before, await picture())).toBeLessThan(0.01 * WIDTH * HEIGHT);
  });

  test('arrow keys orbit too', async () => {
    await set({});
    const before = await picture();
    await open.page.locator('#cloud').focus();
    await open.page.keyboard.press('ArrowLeft');
    await atRest(stats);
    expect(changedPixels(before, await picture())).toBeGreaterThan(0.1 * WIDTH * HEIGHT);
    await open.page.evaluate(async () => window.viewerPage.fit());
    await atRest(stats);
  });

  test('a lost context comes back with the same picture, added clouds and all', async () => {
    await set({});
    const added = { id: 'added', source: subject.source, placement: { ...ALONE, offsetMetres: [1, 0, 0] } } as const;
    const arrange = (...clouds: AddedSource[]) =>
      open.page.evaluate(async ([look, beside]) => window.viewerPage.arrange(look, beside), [ALONE, clouds] as const);
    await arrange(added);
    const before = await picture();
    await open.page.evaluate(() => window.viewerPage.loseContext());
    await open.page.waitForFunction(() => window.viewerPage.events().includes('contextLost'));
    expect(await pick(300, 200)).toBeUndefined();
    await open.page.evaluate(() => window.viewerPage.restoreContext());
    await open.page.waitForFunction(() => window.viewerPage.events().includes('contextRestored'));
    expect(changedPixels(before, await picture())).toBe(0);
    await arrange();
    expect(await pick(300, 200)).toBeDefined();
  });

  test('a switch of photos leaves nothing of the last on the GPU, dispose nothing at all', async () => {
    await set({ colourMode: 'normal' });
    await pick(300, 200);
    const held = (await stats()).gpu;
    expect(held.textures).toBeGreaterThan(0);
    await open.page.evaluate(async (source) => window.viewerPage.show(source), subject.source);
    await pick(300, 200);
    expect((await stats()).gpu).toEqual(held);
    const added = { id: 'added', source: subject.source, placement: { ...ALONE, offsetMetres: [1, 0, 0] } } as const;
    const add = () =>
      open.page.evaluate(async ([look, cloud]) => window.viewerPage.arrange(look, [cloud]), [ALONE, added] as const);
    await add();
    await pick(300, 200);
    expect((await stats()).gpu.textures).toBeGreaterThan(held.textures);
    await open.page.evaluate(async () => window.viewerPage.showNothing());
    expect((await stats()).gpu).toEqual({ geometries: 0, textures: 0 });
    await open.page.evaluate(async (source) => window.viewerPage.show(source), subject.source);
    await add();
    await pick(300, 200);
    const left = await open.page.evaluate(() => window.viewerPage.dispose());
    expect(left.gpu).toEqual({ geometries: 0, textures: 0 });
  });

  test('the canvas of a disposed view takes another', async () => {
    await open.page.evaluate(() => window.viewerPage.reopen());
    await open.page.evaluate(async (source) => window.viewerPage.show(source), subject.source);
    await set({});
    const { at } = await picture();
    const [x, y] = screenPlace(subject.sample, 300, 200);
    expect(at(x, y)[3]).toBe(255);
  });

  test('a million points, for the record', async () => {
    const measured = await open.page.evaluate(async () => window.viewerPage.measure(1184));
    console.info(`a million points in software GL: ${JSON.stringify(measured)}`);
    expect(measured.points).toBe(1184 * 888);
  });

  test('the browser had nothing to complain about', () => {
    // Losing the context, which a test does, is told by three.
    expect(open.complaints.filter((line) => !/context lost|context restored|CONTEXT_LOST/i.test(line))).toEqual([]);
  });
});

/** Puts a sample's files where the page fetches them. */
async function prepare(from: RenderedSample, files: Map<string, Buffer>): Promise<Subject> {
  const { size, intrinsics } = from;
  const depthMetres = await from.exactDepthMetres();
  const mask = Uint8Array.from(depthMetres, (depth, i) =>
    depth > 0 ? (i < SKY_ROWS * size.widthPx ? MaskReason.sky : 0) : MaskReason.outOfRange,
  );
  const normals = normalsFromDepth({ size, intrinsics, depthMetres, mask });
  const confidence = new Float32Array(depthMetres.length).fill(0.75);
  files.set('photo.jpg', await readFile(from.photo));
  files.set('depth', Buffer.from(depthMetres.buffer));
  files.set('mask', Buffer.from(mask.buffer));
  files.set('normals', Buffer.from(normals.buffer));
  files.set('confidence', Buffer.from(confidence.buffer));
  const source = {
    size,
    intrinsics,
    followsFocal: true,
    photo: 'photo.jpg',
    depth: 'depth',
    mask: 'mask',
    normals: 'normals',
    confidence: 'confidence',
  };
  return {
    sample: from,
    depthMetres,
    mask,
    normals,
    rgb: await sharp(from.photo).removeAlpha().raw().toBuffer(),
    source,
  };
}

/** The subject as a model would give it: smeared, and surer of what is near. */
function doubted({ sample: { size, intrinsics }, depthMetres: exact, mask, normals }: Subject): MaskableDepth {
  const depthMetres = smearDepth(
    size,
    exact.map((depth) => (depth > 0 ? depth : 150)),
  );
  const confidence = depthMetres.map((depth, i) => 1 / (1 + depth + 0.1 * Math.sin(i)));
  return { size, intrinsics, depthMetres, mask, normals, confidence };
}

/** The same scene with a focal length so many times as long, as an export has it. */
function atFocal(map: MaskableDepth, scale: number): MaskableDepth {
  const { fxPx, fyPx, ...centre } = map.intrinsics;
  const normals = map.normals!.slice();
  for (let i = 2; i < normals.length; i += 3) normals[i] = normals[i]! / scale;
  return {
    ...map,
    intrinsics: { ...centre, fxPx: pixels(fxPx * scale), fyPx: pixels(fyPx * scale) },
    depthMetres: map.depthMetres.map((depth) => depth * scale),
    normals,
  };
}

/** Where a pixel of the grid lies in the canvas when it is seen from where the photo was taken. */
function screenPlace({ size, intrinsics }: RenderedSample, column: number, row: number): readonly [number, number] {
  const tan = containingTanHalfHeight(size, intrinsics, WIDTH / HEIGHT);
  const perSlope = HEIGHT / 2 / tan;
  return [
    WIDTH / 2 + (perSlope * (column + 0.5 - intrinsics.cxPx)) / intrinsics.fxPx,
    HEIGHT / 2 + (perSlope * (row + 0.5 - intrinsics.cyPx)) / intrinsics.fyPx,
  ];
}

interface DrawnPicture {
  readonly rgba: Buffer;
  readonly at: (x: number, y: number) => number[];
}

function drawn({ width, base64 }: Picture): DrawnPicture {
  const rgba = Buffer.from(base64, 'base64');
  return {
    rgba,
    at: (x, y) => {
      const first = 4 * (Math.floor(y) * width + Math.floor(x));
      return Array.from(rgba.subarray(first, first + 4));
    },
  };
}

/** An even choice of the grid's pixels, away from its border. */
function gridPlaces({ sample: { size } }: Subject) {
  const places: { column: number; row: number; i: number }[] = [];
  for (let row = 5; row < size.heightPx - 5; row += 7) {
    for (let column = 5; column < size.widthPx - 5; column += 7) {
      places.push({ column, row, i: row * size.widthPx + column });
    }
  }
  return places;
}

/** Colours of points, with those of the photo at the same place and at its mirror image. */
function comparedColours(subject: Subject, at: DrawnPicture['at']) {
  const { widthPx } = subject.sample.size;
  const colourOf = (i: number) => Array.from(subject.rgb.subarray(3 * i, 3 * i + 3));
  return gridPlaces(subject)
    .filter(({ i }) => subject.depthMetres[i]! > 0)
    .map(({ column, row, i }) => ({
      shown: at(...screenPlace(subject.sample, column, row)),
      expected: colourOf(i),
      mirror: colourOf(row * widthPx + widthPx - 1 - column),
    }));
}

function colourDistance(a: readonly number[], b: readonly number[]): number {
  return Math.max(...[0, 1, 2].map((channel) => Math.abs(a[channel]! - b[channel]!)));
}

/** The sum of 7 × 7 values. */
function around(values: Float32Array, widthPx: number, column: number, row: number): number {
  let sum = 0;
  for (let y = row - 3; y <= row + 3; y++) {
    for (let x = column - 3; x <= column + 3; x++) sum += values[y * widthPx + x]!;
  }
  return sum;
}

/** The first and the last column with anything in it. */
function drawnColumns({ rgba }: DrawnPicture): { readonly least: number; readonly greatest: number } {
  let least = WIDTH;
  let greatest = -1;
  for (let first = 0; first < rgba.length; first += 4) {
    if (rgba[first + 3] === 0) continue;
    const column = (first / 4) % WIDTH;
    least = Math.min(least, column);
    greatest = Math.max(greatest, column);
  }
  return { least, greatest };
}

function changedPixels(a: DrawnPicture, b: DrawnPicture): number {
  let changed = 0;
  for (let first = 0; first < a.rgba.length; first += 4) {
    if (a.rgba.compare(b.rgba, first, first + 4, first, first + 4) !== 0) changed++;
  }
  return changed;
}

/** Waits until no frame was drawn for a while. */
async function atRest(stats: () => Promise<{ frames: number }>): Promise<void> {
  for (let before = -1, now = 0; before !== now;) {
    before = now;
    await new Promise((resolve) => setTimeout(resolve, 300));
    now = (await stats()).frames;
  }
}
