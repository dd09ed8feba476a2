import { basename as nameOf } from 'node:path';
import { intrinsicsOnGrid, type ImageSize } from '../../core/camera/intrinsics';
import { resolveCamera } from '../../core/camera/resolve-camera';
import type { DepthMap } from '../../core/depth/depth-map';
import { MaskReason } from '../../core/depth/depth-rows';
import { scaleDepth } from '../../core/depth/scale-depth';
import { cameraName, scaleOf } from '../../core/measuring/scale-correction';
import { normalsFromDepth } from '../../core/depth/normals-from-depth';
import type { DepthFile } from '../../contract/estimate';
import type { EngineState } from '../engine-state';
import type { Estimate, EstimateOptions, EstimateRequest } from '../estimate';
import { FailureError, throwIfCancelled } from '../failure-error';
import { assertPerspective } from '../photo/assert-perspective';
import { openPhoto } from '../photo/open-photo';
import type { Photo } from '../photo/photo';
import { readPixels } from '../photo/read-pixels';
import { readDepthFile, type ReadDepth } from './read-depth-file';

/** Depth of another shape than the photo by more than this share belongs to another picture. */
const MOST_ASPECT_DIFFERENCE = 0.01;

/** What stands for a model where there is none: depth in metres as it is. */
const IMPORTED: Estimate['model'] = { id: 'imported-depth', camera: { kind: 'metric' } };

/**
 * Metric depth from a file instead of a model. It stays on its own grid, which need not be the photo's: nothing is
 * resampled, so nothing is mixed across an edge. What is not a finite number above 0 is masked as out of range.
 *
 * @throws FailureError for everything that can be wrong with the photo or the file.
 */
export async function importDepth(
  engine: EngineState,
  path: string,
  request: EstimateRequest & { readonly depthFile: DepthFile },
  { signal, onStage }: EstimateOptions,
): Promise<Estimate> {
  const { depthFile, focal } = request;
  onStage?.('decode');
  const started = performance.now();
  const photo = await openPhoto(path, engine.heic);
  assertPerspective(photo, focal);
  const read = await readDepthFile(depthFile);
  assertSameShape(photo, depthFile.path, read.size);
  throwIfCancelled(signal, path);
  const camera = resolveCamera(photo, focal);
  const depth = metricDepth(read, photo.size, camera.intrinsics);
  if (!depth.mask.includes(0)) {
    throw new FailureError('DepthUnusable', `${depthFile.path}: holds no depth above 0`, 'Choose another file.');
  }
  const scale = request.scales && scaleOf(request.scales, { path, camera: cameraName(photo.exif) }, IMPORTED.id);
  const colours = await readPixels(photo, read.size);
  const { sha256, size, metresPerUnit } = read;
  return {
    photo,
    camera,
    colours,
    depth: scale ? scaleDepth(depth, scale.factor) : depth,
    scale,
    model: IMPORTED,
    modelSha256: sha256,
    importedDepth: { path: depthFile.path, sha256, grid: size, metresPerUnit },
    provider: { name: 'file' },
    precision: { requested: request.precision, used: 'fp32', reason: `depth was read from ${nameOf(depthFile.path)}` },
    demotions: [],
    ms: { decode: performance.now() - started, infer: 0 },
    remember: () => Promise.resolve(),
  };
}

function metricDepth(
  { size, values, metresPerUnit }: ReadDepth,
  photoSize: ImageSize,
  photoIntrinsics: DepthMap['intrinsics'],
): DepthMap {
  const intrinsics = intrinsicsOnGrid(photoIntrinsics, photoSize, size);
  const depthMetres = new Float32Array(values.length);
  const mask = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const metres = values[i]! * metresPerUnit;
    if (metres > 0 && metres < Infinity) depthMetres[i] = metres;
    else mask[i] = MaskReason.outOfRange;
  }
  const normals = normalsFromDepth({ size, intrinsics, depthMetres, mask });
  return { size, intrinsics, depthMetres, mask, normals, confidence: undefined };
}

function assertSameShape({ path, size }: Photo, depthFile: string, depth: ImageSize): void {
  const aspect = (depth.widthPx / depth.heightPx) * (size.heightPx / size.widthPx);
  if (Math.abs(aspect - 1) <= MOST_ASPECT_DIFFERENCE) return;
  const [is, was] = [depth, size].map(({ widthPx, heightPx }) => `${String(widthPx)} × ${String(heightPx)}`);
  throw new FailureError(
    'DepthUnusable',
    `${depthFile}: is ${is!}, another shape than the photo ${path}, which is ${was!} upright`,
    'Depth must cover the whole photo, turned the same way; it may have fewer or more pixels.',
  );
}
