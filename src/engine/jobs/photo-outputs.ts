import path from 'node:path';
import type { ConvertRequest } from '../../contract/convert';
import { levelChoiceFor } from '../../contract/level';
import { maskSettingsOf } from '../../contract/masks';
import {
  isCameraFormat,
  isDepthFormat,
  isMeshFormat,
  type CameraFormat,
  type CloudFormat,
  type DepthFormat,
  type MeshFormat,
  type OutputFormat,
} from '../../core/formats/output-format';
import { intrinsicsOnGrid, type ImageSize } from '../../core/camera/intrinsics';
import { cloudBounds } from '../../core/cloud/cloud-bounds';
import { FRAME_AXES } from '../../core/cloud/frame';
import { UNIT_NAMES, UNITS_PER_METRE } from '../../core/cloud/length-unit';
import { levellingOf, type Levelling } from '../../core/cloud/levelling';
import type { PointCloud } from '../../core/cloud/point-batch';
import { shapeClouds } from '../../core/cloud/shape-clouds';
import { depthMapRows, depthRangeMetres, type DepthMap } from '../../core/depth/depth-map';
import type { DepthRows } from '../../core/depth/depth-rows';
import { clipDepth } from '../../core/depth/clip-depth';
import { lassoDepth } from '../../core/depth/lasso-depth';
import { maskDepth } from '../../core/depth/mask-depth';
import { guidedRows } from '../../core/depth/guided-rows';
import { resampleRows } from '../../core/depth/resample';
import { levelOf } from '../../core/measuring/level';
import { LEVEL_ORIGIN_OF, type LevelChoice, type LevelOrigin } from '../../core/measuring/measurement';
import { scaleWords } from '../../core/measuring/scale-correction';
import type { EncodedBytes } from '../../core/formats/encoded-bytes';
import { encodeColmap, encodeTransforms } from '../../core/formats/camera-files';
import { encodeExr } from '../../core/formats/exr';
import { encodeGlbMesh, glbMeshBounds } from '../../core/formats/glb-mesh';
import { encodeGlbPoints } from '../../core/formats/glb-points';
import { glbPositions, type GlbPositions } from '../../core/formats/glb-positions';
import { encodeLas } from '../../core/formats/las';
import { encodeNpy } from '../../core/formats/npy';
import { encodeNpz } from '../../core/formats/npz';
import { encodeMtl, encodeObj } from '../../core/formats/obj';
import { encodePcd } from '../../core/formats/pcd';
import { encodePfm } from '../../core/formats/pfm';
import { encodePly } from '../../core/formats/ply';
import { chooseMetresPerUnit, encodePng16 } from '../../core/formats/png16';
import { encodePreview, previewSize } from '../../core/formats/preview';
import { encodeTiff } from '../../core/formats/tiff';
import { encodeXyz } from '../../core/formats/xyz';
import { meshOfDepth, type GridMesh, type MeshShape } from '../../core/mesh/grid-mesh';
import type { Estimate } from '../estimate';
import { FailureError } from '../failure-error';
import { once } from '../once';
import type { Photo } from '../photo/photo';
import { readPixels } from '../photo/read-pixels';
import { readTexture } from '../photo/read-texture';

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
  /** Undefined where it was not asked for; null where no ground was found. */
  readonly levelling: FoundLevelling | null | undefined;
  /** On the grid of the cloud; made where it is asked for. */
  readonly mesh: () => GridMesh;
  /** How positions are stored in GLB files. */
  readonly glbPositions: Readonly<Record<'glb' | 'mesh-glb', () => GlbPositions>>;
  /** The contents of the files of a format, which will have these names: its own first. */
  readonly encode: (format: OutputFormat, names: readonly string[]) => Promise<readonly Iterable<Uint8Array>[]>;
}

/** What all but depth is levelled by. */
export interface FoundLevelling extends Levelling {
  readonly origin: LevelOrigin;
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
  const { depth, levelling } = maskAndLevel(estimate, request);
  const whole = request.grid === 'photo' ? await readWholePhoto(estimate) : undefined;
  const photoRows = (): DepthRows =>
    whole
      ? guidedRows(depth, estimate.colours, whole, camera.intrinsics)
      : resampleRows(depth, photo.size, camera.intrinsics);
  const cloudRows = whole ? photoRows() : depthMapRows(depth);
  const colours = whole ?? estimate.colours;
  const { maxPoints, voxelMetres, masked, normals, confidence } = request;
  const shape = { maxPoints, voxelMetres, masked, normals, confidence, levelling: levelling ?? undefined };
  const cloud = shapeClouds(cloudRows, colours, shape)(request.frame, request.unit);
  // XYZ and GLB have no place for a flag.
  const cloudWithoutFlags = shapeClouds(cloudRows, colours, { ...shape, masked: 'drop' });
  const glbCloud = (): PointCloud => cloudWithoutFlags('opengl', 'm');
  const range = depthRangeMetres(depth);
  const png16MetresPerUnit = chooseMetresPerUnit(range?.[1] ?? 0);
  const mesh = once(() => meshOfDepth(cloudRows, meshShapeOf(request, levelling ?? undefined)));
  const texture = once(() => readTexture(photo));
  const positionsOf = {
    glb: once(() => glbPositions(cloudBounds(glbCloud()), request.glbQuantised)),
    'mesh-glb': once(() => glbPositions(glbMeshBounds(mesh()), request.glbQuantised)),
  };
  const comments = commentsOf(estimate, request, levelling, appVersion);
  const encodeOne = (format: Exclude<OutputFormat, MeshFormat | CameraFormat>): Iterable<Uint8Array> => {
    if (format === 'preview') return encodePreview(previewRows(depth, photo.size), { colourMap: 'turbo' });
    if (isDepthFormat(format)) return encodeDepth(format, photoRows(), png16MetresPerUnit);
    if (format === 'glb') return encodeGlbPoints(glbCloud(), positionsOf.glb(), `Fathom ${appVersion}`);
    if (format === 'xyz') return encodeXyz(cloudWithoutFlags(request.frame, request.unit));
    return encodeCloud(format, cloud, comments, request, appVersion);
  };
  return {
    depth,
    cloud,
    mesh,
    cloudGrid: cloudRows.size,
    depthRangeMetres: range,
    png16MetresPerUnit,
    levelling,
    glbPositions: positionsOf,
    encode: async (format, names) => {
      if (isCameraFormat(format)) return encodeCamera(format, estimate, request, levelling ?? undefined);
      if (!isMeshFormat(format)) return [encodeOne(format)];
      // The picture is compressed in threads of its own, while the mesh is cut here.
      const textured = texture();
      const surface = mesh();
      const jpeg = await textured;
      return format === 'mesh-glb'
        ? [encodeGlbMesh(surface, positionsOf[format](), jpeg, `Fathom ${appVersion}`)]
        : encodeObjFiles({ mesh: surface, texture: jpeg, names }, comments, request);
    },
  };
}

function maskAndLevel(
  { photo, depth }: Estimate,
  request: ConvertRequest,
): { readonly depth: DepthMap; readonly levelling: FoundLevelling | null | undefined } {
  const trusted = { ...depth, mask: maskDepth(depth, maskSettingsOf(request)) };
  const clip = request.clips[photo.path];
  const lasso = request.lassos[photo.path];
  const clipped = clip ? { ...trusted, mask: clipDepth(trusted, clip) } : trusted;
  return {
    depth: lasso ? { ...clipped, mask: lassoDepth(clipped, lasso) } : clipped,
    // As the viewer has it, which measures in what its clip box and lasso hide as well.
    levelling: findLevelling(trusted, photo, levelChoiceFor(request, photo.path)),
  };
}

function findLevelling(
  depth: DepthMap,
  photo: Photo,
  choice: LevelChoice | undefined,
): FoundLevelling | null | undefined {
  if (!choice) return undefined;
  const level = levelOf({ ...depth, photo: photo.size, followsFocal: false, focalScale: 1 }, choice);
  return level ? { ...levellingOf(level), origin: LEVEL_ORIGIN_OF[choice.kind] } : null;
}

function meshShapeOf(request: ConvertRequest, levelling: Levelling | undefined): MeshShape {
  const { edgeThreshold } = maskSettingsOf(request);
  return { stepPx: request.meshStepPx, maxVertices: request.maxPoints, edgeThreshold, levelling };
}

function encodeCloud(
  format: Exclude<CloudFormat, 'glb' | 'xyz'>,
  cloud: PointCloud,
  comments: readonly string[],
  request: ConvertRequest,
  appVersion: string,
): EncodedBytes {
  switch (format) {
    case 'ply':
      return encodePly(cloud, { encoding: request.plyEncoding, comments });
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

interface ObjParts {
  readonly mesh: GridMesh;
  readonly texture: Uint8Array;
  /** Of the files: see {@link PhotoOutputs}. */
  readonly names: readonly string[];
}

function encodeObjFiles(
  { mesh, texture, names }: ObjParts,
  comments: readonly string[],
  { frame, unit }: ConvertRequest,
): readonly Iterable<Uint8Array>[] {
  const [, materialFile, textureFile] = names as [string, string, string];
  return [encodeObj(mesh, { frame, unit, comments, materialFile }), [encodeMtl(textureFile)], [texture]];
}

function encodeCamera(
  format: CameraFormat,
  { photo, camera }: Estimate,
  { frame, unit }: ConvertRequest,
  levelling: Levelling | undefined,
): readonly Iterable<Uint8Array>[] {
  const shot = { size: photo.size, intrinsics: camera.intrinsics, frame, unit, levelling };
  const name = path.basename(photo.path);
  return format === 'colmap' ? encodeColmap(shot, name).map((file) => [file]) : [[encodeTransforms(shot, name)]];
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

const GROUND_WORDS: Readonly<Record<LevelOrigin, string>> = {
  person: 'picked by a person',
  automatic: 'found automatically',
};

function commentsOf(
  estimate: Estimate,
  request: ConvertRequest,
  levelling: FoundLevelling | null | undefined,
  appVersion: string,
): string[] {
  const { camera, scale, model, provider, precision, photo, importedDepth } = estimate;
  const { fxPx, fyPx, cxPx, cyPx } = camera.intrinsics;
  return [
    `made by Fathom ${appVersion}`,
    `unit ${UNIT_NAMES[request.unit]}`,
    `frame ${request.frame}: ${FRAME_AXES[request.frame]}`,
    ...(levelling ? [`level: height 0 on the ground, ${GROUND_WORDS[levelling.origin]}`] : []),
    `photo ${String(photo.size.widthPx)} x ${String(photo.size.heightPx)} px`,
    `camera fx ${String(fxPx)} fy ${String(fyPx)} cx ${String(cxPx)} cy ${String(cyPx)} px, focal from ${camera.origin}`,
    ...(scale ? [scaleWords(scale)] : []),
    ...(importedDepth
      ? [`depth imported from ${importedDepth.path} sha256 ${importedDepth.sha256}`]
      : [`model ${model.id} sha256 ${estimate.modelSha256}`, `precision ${precision.used} on ${provider.name}`]),
  ];
}
