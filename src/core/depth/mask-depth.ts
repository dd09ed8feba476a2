import type { Intrinsics } from '../camera/intrinsics';
import type { DepthMap } from './depth-map';
import { MaskReason } from './depth-rows';
import { doubtLevels, doubtLimit } from './doubt';
import { DEFAULT_EDGE_THRESHOLD, edgeLevels, edgeLimit } from './edges';
import { grazingLevels, grazingLimit } from './grazing';
import { islandLevels, islandLimit } from './islands';

/** What a person may set about masks. */
export interface MaskSettings {
  /** Share of a pixel's disparity from which on it is a flying pixel; 0 masks none. */
  readonly edgeThreshold: number;
  /** Surfaces whose normal is turned further from the camera are masked; 90 masks none. */
  readonly grazingDegrees: number;
  /** So many percent of the pixels are masked, the least confident ones; 0 masks none. */
  readonly doubtfulPercent: number;
  /** Surfaces of fewer pixels, of those the other masks keep, are masked; 0 masks none. */
  readonly smallestIslandPx: number;
  /** Whether what the model takes for sky is kept at the depth it has. */
  readonly keepSky: boolean;
}

export const DEFAULT_MASKS: MaskSettings = {
  edgeThreshold: DEFAULT_EDGE_THRESHOLD,
  grazingDegrees: 90,
  doubtfulPercent: 0,
  smallestIslandPx: 0,
  keepSky: false,
};

/** The tests that a person sets a limit to, in the order of their levels. */
const TESTS = ['edge', 'grazing', 'doubtful', 'island'] as const;
export const TEST_COUNT = TESTS.length;

/** Levels of flying pixels are exact from this threshold on: below it nearly every pixel flies. */
const LEAST_EDGE_THRESHOLD = 0.001;

/** One number for each test, in their order. */
export type TestLimits = readonly [edge: number, grazing: number, doubtful: number, island: number];

/** A depth map as it comes from a model; its mask holds what the model says. */
export type MaskableDepth = Pick<DepthMap, 'size' | 'intrinsics' | 'depthMetres' | 'mask' | 'normals' | 'confidence'>;

/** The greatest level of each test that a pixel may have and be kept. */
export function maskLimits(settings: MaskSettings): TestLimits {
  return [
    edgeLimit(settings.edgeThreshold),
    grazingLimit(settings.grazingDegrees),
    doubtLimit(settings.doubtfulPercent),
    islandLimit(settings.smallestIslandPx),
  ];
}

/**
 * The mask of a depth map: what the model says, and one bit for each test that a pixel fails. Tests that are off cost
 * nothing. A test without what it needs, such as a model's confidence, marks nothing.
 *
 * @returns `MaskReason` bits, [h,w], as a new array.
 */
export function maskDepth(map: MaskableDepth, settings: MaskSettings): Uint8Array {
  const limits = maskLimits(settings);
  const marked = map.mask.slice();
  if (settings.keepSky) for (let i = 0; i < marked.length; i++) marked[i] = marked[i]! & ~MaskReason.sky;
  const mark = (test: (typeof TESTS)[number], levels: Uint16Array | undefined): void => {
    const limit = limits[TESTS.indexOf(test)]!;
    if (levels)
      for (let i = 0; i < marked.length; i++) if (levels[i]! > limit) marked[i] = marked[i]! | MaskReason[test];
  };
  const { edge, grazing, doubtful } = surfaceLevels(map, settings, unchanged(map), limits[0]);
  mark('edge', edge);
  mark('grazing', grazing);
  mark('doubtful', doubtful);
  if (settings.smallestIslandPx > 1)
    mark(
      'island',
      islandLevels(map, (i) => marked[i] === 0),
    );
  return marked;
}

/** How a scene is seen at another focal length than the one its normals were made with. */
export interface FocalChange {
  /** The camera as shown, in the grid's pixels. */
  readonly intrinsics: Intrinsics;
  /** See `grazingLevels`. */
  readonly normalStretch: number;
}

const unchanged = ({ intrinsics }: MaskableDepth): FocalChange => ({ intrinsics, normalStretch: 1 });

/**
 * What {@link maskDepth} compares with its limits, so that limits can be moved without another look at the depth: a
 * pixel is kept where none of its four levels is above the limit of the same place in {@link maskLimits}, and the
 * model's own mask keeps it.
 *
 * @param settings tests that are off have level 0 everywhere. Levels of islands hold for these settings alone but for
 * the islands' own; those of edges for thresholds from 0.001 on, the others for all.
 * @returns levels, interleaved [h,w,4].
 */
export function maskLevels(
  map: MaskableDepth,
  settings: MaskSettings,
  focal: FocalChange = unchanged(map),
): Uint16Array<ArrayBuffer> {
  const limits = maskLimits(settings);
  const { edge, grazing, doubtful } = surfaceLevels(
    map,
    settings,
    focal,
    Math.min(limits[0], edgeLimit(LEAST_EDGE_THRESHOLD)),
  );
  const levels = new Uint16Array(TEST_COUNT * map.mask.length);
  const hiding = settings.keepSky ? ~MaskReason.sky : ~0;
  for (const [at, plane] of [edge, grazing, doubtful].entries()) {
    if (plane) for (let i = 0; i < plane.length; i++) levels[TEST_COUNT * i + at] = plane[i]!;
  }
  if (settings.smallestIslandPx > 1) {
    const plane = islandLevels(map, (i) => (map.mask[i]! & hiding) === 0 && isWithin(levels, i, limits));
    for (let i = 0; i < plane.length; i++) levels[TEST_COUNT * i + 3] = plane[i]!;
  }
  return levels;
}

/** Whether none of a pixel's levels is above its limit. The viewer's shader mirrors this. */
export function isWithin(levels: Uint16Array, pixel: number, limits: TestLimits): boolean {
  const first = TEST_COUNT * pixel;
  return (
    levels[first]! <= limits[0] &&
    levels[first + 1]! <= limits[1] &&
    levels[first + 2]! <= limits[2] &&
    levels[first + 3]! <= limits[3]
  );
}

/** The levels of those tests that look at a pixel and its nearest neighbours; undefined for the ones that are off. */
function surfaceLevels(
  map: MaskableDepth,
  { edgeThreshold, grazingDegrees, doubtfulPercent }: MaskSettings,
  { intrinsics, normalStretch }: FocalChange,
  edgeFloor: number,
) {
  const { normals, confidence } = map;
  return {
    edge: edgeThreshold > 0 ? edgeLevels(map, edgeFloor) : undefined,
    grazing: grazingDegrees < 90 && normals ? grazingLevels(map.size, normals, intrinsics, normalStretch) : undefined,
    doubtful: doubtfulPercent > 0 && confidence ? doubtLevels(map.mask, confidence) : undefined,
  };
}
