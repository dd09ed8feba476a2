import type { ConvertRequest } from '../../contract/convert';
import { maskSettingsOf } from '../../contract/masks';
import { isDepthFormat, type CloudFormat, type DepthFormat, type OutputFormat } from '../../core/formats/output-format';
import { intrinsicsOnGrid, type ImageSize } from '../../core/camera/intrinsics';
import { FRAME_AXES } from '../../core/cloud/frame';
import { UNIT_NAMES, UNITS_PER_METRE } from '../../core/cloud/length-unit';
import type { PointCloud } from '../../core/cloud/point-batch';
import { shapeClouds } from '../../core/cloud/shape-clouds';
import { depthMapRows, depthRangeMetres, type DepthMap } from '../../core/depth/depth-map';
import type { DepthRows } from '../../core/depth/depth-rows';
import { maskDepth } from '../../core/depth/mask-depth';
import { guidedRows } from '../../core/depth/guided-rows';
import { resampleRows } from '../../core/depth/resample';
import type { EncodedBytes } from '../../core/formats/encoded-bytes';
import { encodeExr } from '../../core/formats/exr';
import { encodeGlbPoints } from '../../core/formats/glb-points';
import { encodeLas } from '../../core/formats/las';
import { encodeNpy } from '../../core/formats/npy';
import { encodeNpz } from '../../core/formats/npz';
import { encodePcd } from '../../core/formats/pcd';
import { encodePfm } from '../../core/formats/pfm';
import { encodePly } from '../../core/formats/ply';
import { chooseMetresPerUnit, encodePng16 } from '../../core/formats/png16';
import { encodePreview, previewSize } from '../../core/formats/preview';
import { encodeTiff } from '../../core/formats/tiff';
import { encodeXyz } from '../../core/formats/xyz';
import type { Estimate } from '../estimate-depth';
import { FailureError } from '../failure-error';
import { readPixels } from '../photo/read-pixels';

/** A cloud on the photo's grid needs the whole picture in memory: 3 bytes a pixel. */
const LARGEST_PHOTO_GRID_PIXELS = 120e6;

/** One photo's results, ready to be encoded into any format. */
export interface PhotoOutputs {
  /** Depth on the model's grid, all masks set. */
  readonly depth: DepthMap;
  readonly cloud: PointCloud;
  readonly cloudGrid: DepthRows['size'];
  readonly depthRangeMetres: readonly [number, number] | undefined;
  readonly png16MetresPerUnit: number;
  readonly encode: (format: OutputFormat) => Iterable<Uint8Array>;
}

/**
 * Masks what is not to be trusted, lays out the cloud and prepares the encoders.
 *
 * @throws FailureError where the photo is too large for its own grid, or damaged beyond what the first look showed.
 */
export async function prepareOutputs(
  estimate: Estimate,
  request: ConvertRequest,
  appVersion: string,
): Promise<PhotoOutputs> {
  const { photo, camera } = estimate;
  const depth = {
    ...estimate.depth,
    mask: maskDepth(estimate.depth, maskSettingsOf(request)),
  };
  const whole = request.grid === 'photo' ? await readWholePhoto(estimate) : undefined;
  const photoRows = (): DepthRows =>
    whole
      ? guidedRows(depth, estimate.colours, whole, camera.intrinsics)
      : resampleRows(depth, photo.size, camera.intrinsics);
  const cloudRows = whole ? photoRows() : depthMapRows(depth);
  const colours = whole ?? estimate.colours;
  const { maxPoints, voxelMetres, masked, normals, confidence } = request;
  const shape = { maxPoints, voxelMetres, masked, normals, confidence };
  const cloud = shapeClouds(cloudRows, colours, shape)(request.frame, request.unit);
  // XYZ and GLB have no place for a flag.
  const cloudWithoutFlags = shapeClouds(cloudRows, colours, { ...shape, masked: 'drop' });
  const range = depthRangeMetres(depth);
  const png16MetresPerUnit = chooseMetresPerUnit(range?.[1] ?? 0);
  return {
    depth,
    cloud,
    cloudGrid: cloudRows.size,
    depthRangeMetres: range,
    png16MetresPerUnit,
    encode: (format) => {
      if (format === 'preview') return encodePreview(previewRows(depth, photo.size), { colourMap: 'turbo' });
      if (isDepthFormat(format)) return encodeDepth(format, photoRows(), png16MetresPerUnit);
      if (format === 'glb') return encodeGlbPoints(cloudWithoutFlags('opengl', 'm'), `Fathom ${appVersion}`);
      if (format === 'xyz') return encodeXyz(cloudWithoutFlags(request.frame, request.unit));
      return encodeCloud(format, cloud, estimate, request, appVersion);
    },
  };
}

function encodeCloud(
  format: Exclude<CloudFormat, 'glb' | 'xyz'>,
  cloud: PointCloud,
  estimate: Estimate,
  request: ConvertRequest,
  appVersion: string,
): EncodedBytes {
  switch (format) {
    case 'ply':
      return encodePly(cloud, { encoding: request.plyEncoding, comments: plyComments(estimate, request, appVersion) });
    case 'pcd':
      return encodePcd(cloud, request.pcdEncoding);
    case 'las':
      return encodeLas(cloud, {
        version: request.lasVersion,
        unitsPerMetre: UNITS_PER_METRE[request.unit],
        software: `Fathom ${appVersion}`,
        createdOn: new Date(),
      });
  }
}

function encodeDepth(
  format: Exclude<DepthFormat, 'preview'>,
  rows: DepthRows,
  png16MetresPerUnit: number,
): EncodedBytes {
  switch (format) {
    case 'npy':
      return encodeNpy(rows);
    case 'npz':
      return encodeNpz(rows);
    case 'pfm':
      return encodePfm(rows);
    case 'exr':
      return encodeExr(rows);
    case 'tiff':
      return encodeTiff(rows);
    case 'png16':
      return encodePng16(rows, png16MetresPerUnit);
  }
}

async function readWholePhoto({ photo }: Estimate): ReturnType<typeof readPixels> {
  const { widthPx, heightPx } = photo.size;
  if (widthPx * heightPx > LARGEST_PHOTO_GRID_PIXELS) {
    throw new FailureError(
      'PhotoTooLarge',
      `${photo.path}: ${String(widthPx)} × ${String(heightPx)} is too large for a cloud with a point per pixel`,
      'Use --grid model, or scale the photo down.',
    );
  }
  return readPixels(photo, photo.size);
}

function previewRows(depth: DepthMap, photo: ImageSize): DepthRows {
  const size = previewSize(photo);
  return resampleRows(depth, size, intrinsicsOnGrid(depth.intrinsics, depth.size, size));
}

function plyComments(estimate: Estimate, request: ConvertRequest, appVersion: string): string[] {
  const { camera, model, provider, precision, photo } = estimate;
  const { fxPx, fyPx, cxPx, cyPx } = camera.intrinsics;
  return [
    `made by Fathom ${appVersion}`,
    `unit ${UNIT_NAMES[request.unit]}`,
    `frame ${request.frame}: ${FRAME_AXES[request.frame]}`,
    `photo ${String(photo.size.widthPx)} x ${String(photo.size.heightPx)} px`,
    `camera fx ${String(fxPx)} fy ${String(fyPx)} cx ${String(cxPx)} cy ${String(cyPx)} px, focal from ${camera.origin}`,
    `model ${model.id} sha256 ${estimate.modelSha256}`,
    `precision ${precision.used} on ${provider.name}`,
  ];
}
