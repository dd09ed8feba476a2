import type { CompareRequest, Comparison, ComparedSide } from '../contract/compare';
import { maskSettingsOf } from '../contract/masks';
import { intrinsicsOnGrid } from '../core/camera/intrinsics';
import { compareDepth } from '../core/depth/compare-depth';
import { depthMapRows, depthRangeMetres, type DepthMap } from '../core/depth/depth-map';
import { maskDepth } from '../core/depth/mask-depth';
import { resampleRows } from '../core/depth/resample';
import { encodeDifference } from '../core/formats/difference-preview';
import { depthScaleOf, type DepthScale } from '../core/formats/depth-scale';
import { encodePreview, previewSize } from '../core/formats/preview';
import type { EngineState } from './engine-state';
import type { Estimate } from './estimate';
import { estimateDepth } from './estimate-depth';

/** A person waits for it: ahead of every batch. */
const PRIORITY = 10;

interface Side {
  readonly estimate: Estimate;
  /** With all its masks. */
  readonly depth: DepthMap;
}

/**
 * Depth of one photo by two models or precisions, and what differs.
 *
 * @throws FailureError as {@link estimateDepth}.
 */
export async function comparePhoto(
  engine: EngineState,
  { path, focal, choices, ...masks }: CompareRequest,
  signal: AbortSignal | undefined,
): Promise<Comparison> {
  const settings = maskSettingsOf(masks);
  const sideOf = async (choice: CompareRequest['choices'][number]): Promise<Side> => {
    const estimate = await estimateDepth(engine, path, { ...choice, focal }, { signal, priority: PRIORITY });
    void estimate.remember();
    return { estimate, depth: { ...estimate.depth, mask: maskDepth(estimate.depth, settings) } };
  };
  // One after the other: the engine runs one model at a time anyway.
  const reference = await sideOf(choices[0]);
  const other = await sideOf(choices[1]);
  const { pixels, absRel, scaleRatio, absRelScaled, ...map } = compareDepth(reference.depth, other.depth);
  const scale = depthScaleOf(depthMapRows(reference.depth));
  const picture = previewSize(reference.estimate.photo.size);
  return {
    sides: [describe(reference, scale), describe(other, scale)],
    difference: wholeOf(encodeDifference(map, reference.depth, picture)),
    sharedPixels: pixels / map.mask.length,
    ...(absRel !== undefined && { absRel }),
    ...(scaleRatio !== undefined && { scaleRatio }),
    ...(absRelScaled !== undefined && { absRelScaled }),
  };
}

function describe({ estimate, depth }: Side, scale: DepthScale | undefined): ComparedSide {
  const { model, precision, provider, ms, photo } = estimate;
  const size = previewSize(photo.size);
  const rows = resampleRows(depth, size, intrinsicsOnGrid(depth.intrinsics, depth.size, size));
  const range = depthRangeMetres(depth);
  return {
    model: model.id,
    precision: precision.used,
    provider: provider.name,
    inferMs: ms.infer,
    depthRangeMetres: range ? [...range] : null,
    preview: wholeOf(encodePreview(rows, { colourMap: 'turbo', scale })),
  };
}

/** All of a file that is made piece by piece; pieces may share a buffer, so each is copied as it comes. */
function wholeOf(pieces: Iterable<Uint8Array>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat(Array.from(pieces, (piece) => Buffer.from(piece))));
}
