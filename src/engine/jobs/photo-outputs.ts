import type { ConvertRequest } from '../../contract/convert';
import type { OutputFormat } from '../../core/formats/output-format';
import { intrinsicsOnGrid, type ImageSize } from '../../core/camera/intrinsics';
import { FRAME_AXES, type CloudFrame } from '../../core/cloud/frame';
import type { PointCloud } from '../../core/cloud/point-batch';
import { unprojectCloud } from '../../core/cloud/unproject';
import { depthMapRows, depthRangeMetres, type DepthMap } from '../../core/depth/depth-map';
import type { DepthRows } from '../../core/depth/depth-rows';
import { DEFAULT_EDGE_THRESHOLD, markEdges } from '../../core/depth/edges';
import { resampleRows } from '../../core/depth/resample';
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
 * Masks edges, lays out the cloud and prepares the encoders.
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
    mask: markEdges(estimate.depth, request.edgeThreshold ?? DEFAULT_EDGE_THRESHOLD),
  };
  const photoRows = (): DepthRows => resampleRows(depth, photo.size, camera.intrinsics);
  const cloudRows = request.grid === 'model' ? depthMapRows(depth) : photoRows();
  const colours = request.grid === 'model' ? estimate.colours : await readWholePhoto(estimate);
  const cloudIn = (frame: CloudFrame): PointCloud =>
    unprojectCloud(cloudRows, colours, { frame, maxPoints: request.maxPoints });
  const cloud = cloudIn(request.frame);
  const range = depthRangeMetres(depth);
  const metresPerUnit = chooseMetresPerUnit(range?.[1] ?? 0);
  return {
    depth,
    cloud,
    cloudGrid: cloudRows.size,
    depthRangeMetres: range,
    png16MetresPerUnit: metresPerUnit,
    encode: (format) => {
      switch (format) {
        case 'ply':
          return encodePly(cloud, {
            encoding: request.plyEncoding,
            comments: plyComments(estimate, request, appVersion),
          });
        case 'pcd':
          return encodePcd(cloud, request.pcdEncoding);
        case 'las':
          return encodeLas(cloud, {
            version: request.lasVersion,
            unitsPerMetre: 1,
            software: `Fathom ${appVersion}`,
            createdOn: new Date(),
          });
        case 'glb':
          return encodeGlbPoints(cloudIn('opengl'), `Fathom ${appVersion}`);
        case 'xyz':
          return encodeXyz(cloud);
        case 'npy':
          return encodeNpy(photoRows());
        case 'npz':
          return encodeNpz(photoRows());
        case 'pfm':
          return encodePfm(photoRows());
        case 'exr':
          return encodeExr(photoRows());
        case 'tiff':
          return encodeTiff(photoRows());
        case 'png16':
          return encodePng16(photoRows(), metresPerUnit);
        case 'preview':
          return encodePreview(previewRows(depth, photo.size), { colourMap: 'turbo' });
      }
    },
  };
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
    'unit metre',
    `frame ${request.frame}: ${FRAME_AXES[request.frame]}`,
    `photo ${String(photo.size.widthPx)} x ${String(photo.size.heightPx)} px`,
    `camera fx ${String(fxPx)} fy ${String(fyPx)} cx ${String(cxPx)} cy ${String(cyPx)} px, focal from ${camera.origin}`,
    `model ${model.id} sha256 ${estimate.modelSha256}`,
    `precision ${precision.used} on ${provider.name}`,
  ];
}
