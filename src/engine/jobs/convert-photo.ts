import path from 'node:path';
import type { ConvertRequest, PhotoEvent, PhotoStage } from '../../contract/convert';
import { levelChoiceFor } from '../../contract/level';
import { maskSettingsOf } from '../../contract/masks';
import type { FocalRequest } from '../../core/camera/focal-request';
import { UNIT_NAMES } from '../../core/cloud/length-unit';
import { MaskReason } from '../../core/depth/depth-rows';
import { isCloudFormat, isMeshFormat, type OutputFormat } from '../../core/formats/output-format';
import { encodeSidecar, type Sidecar } from '../../core/formats/sidecar';
import { scaleWords } from '../../core/measuring/scale-correction';
import { depthFollowsFocal } from '../../core/models/descriptor';
import type { DepthFile } from '../../contract/estimate';
import type { EngineState } from '../engine-state';
import type { Estimate } from '../estimate';
import { estimateDepth } from '../estimate-depth';
import { throwIfCancelled } from '../failure-error';
import { commitFiles, discardFiles, stageFile, type StagedFile } from '../files/staged-file';
import type { WritableFolders } from '../files/writable-folders';
import { findDepthFile } from '../imported-depth/find-depth-file';
import { identifyFile } from '../photo/identify-file';
import type { SettingsRecord } from './earlier-run';
import { decideOutput, type Batch, type OutputDecision } from './existing-outputs';
import { outputFiles, outputName, outputPaths, sidecarPath, type OutputPlace } from './output-names';
import { prepareOutputs, type PhotoOutputs } from './photo-outputs';

export interface PhotoTask {
  readonly path: string;
  /** Where it lies below the folder that is converted. */
  readonly subfolder: string;
  readonly place: OutputPlace;
}

export interface TaskContext {
  readonly engine: EngineState;
  readonly request: ConvertRequest;
  readonly batch: Batch;
  readonly folders: WritableFolders;
  readonly appVersion: string;
  readonly signal: AbortSignal;
  readonly onStage: (photo: string, stage: PhotoStage) => void;
}

type Finished = Exclude<PhotoEvent, { status: 'failed' }>;
type WriteDecision = Extract<OutputDecision, { kind: 'write' }>;

/**
 * One photo to all its files. Nothing gets a final name before everything is written. The sidecar gets its own first:
 * whatever lies beside it is known for ours, even where the process dies before the last file has its name. Once
 * writing has begun it is finished even if the job is cancelled.
 *
 * @throws FailureError for whatever stops this photo; no file of it remains then.
 */
export async function convertPhoto(task: PhotoTask, context: TaskContext): Promise<Finished> {
  const { engine, request, batch, signal, onStage } = context;
  const focal = request.focals[task.path] ?? request.focal;
  const depthFile = await depthFileOf(task, context);
  const settings = { ...settingsOf(request, task.path, focal), depth: await keyOf(depthFile) };
  const decision = await decideOutput({
    photo: task.path,
    place: task.place,
    formats: request.formats,
    settings,
    policy: request.existing,
    batch,
  });
  if (decision.kind === 'skip') {
    return { event: 'photo', photo: task.path, status: 'skipped', outputs: [...decision.outputs] };
  }
  // Before the work, which would be in vain.
  await context.folders.assertWritable(task.place.folder);
  const estimate = await estimateDepth(
    engine,
    task.path,
    { ...request, focal, depthFile },
    {
      signal,
      onStage: (stage) => {
        if (stage !== 'wait') onStage(task.path, stage);
      },
    },
  );
  throwIfCancelled(signal, task.path);
  onStage(task.path, 'write');
  try {
    return await writeOutputs(estimate, decision, settings, context);
  } finally {
    await estimate.remember();
  }
}

/** The depth map that stands in for the model, if any. */
async function depthFileOf(
  { path: photo, subfolder }: PhotoTask,
  { request, batch }: TaskContext,
): Promise<DepthFile | undefined> {
  const { depth, depths } = request;
  if (depths[photo] || !depth) return depths[photo];
  return findDepthFile(depth, { path: photo, subfolder, isOnlyOne: batch.photos.size === 1 });
}

/** Changes with the depth map's path, scale and content; null where there is none. */
async function keyOf(depthFile: DepthFile | undefined): Promise<string | null> {
  if (!depthFile) return null;
  const content = await identifyFile(depthFile.path).catch(() => undefined);
  return JSON.stringify([depthFile.path, depthFile.metresPerUnit ?? null, content?.identity ?? null]);
}

async function writeOutputs(
  estimate: Estimate,
  decision: WriteDecision,
  settings: SettingsRecord,
  { request, appVersion }: TaskContext,
): Promise<Finished> {
  const started = performance.now();
  const outputs = await prepareOutputs(estimate, request, appVersion);
  const staged: StagedFile[] = [];
  try {
    const listed = [...decision.kept];
    for (const format of request.formats) {
      const targets = outputPaths(decision.place, format);
      const contents = await outputs.encode(
        format,
        targets.map((target) => path.basename(target)),
      );
      for (const [i, target] of targets.entries()) {
        const file = await stageFile(target, contents[i]!);
        staged.push(file);
        listed.push({ format, file: outputName(decision.place, target), bytes: file.bytes });
      }
    }
    const ms = { ...estimate.ms, write: performance.now() - started };
    const sidecar = sidecarOf({ estimate, outputs, listed, settings, request, appVersion, ms });
    staged.unshift(await stageFile(sidecarPath(decision.place), [encodeSidecar(sidecar)]));
    // While the disk is busy with the files.
    void estimate.remember();
    await commitFiles(staged, decision.stale);
    return {
      event: 'photo',
      photo: estimate.photo.path,
      status: 'done',
      outputs: outputFiles(decision.place, request.formats),
      points: outputs.cloud.count,
      focalPx: estimate.camera.intrinsics.fxPx,
      focalOrigin: estimate.camera.origin,
      depthRangeMetres: outputs.depthRangeMetres ? [...outputs.depthRangeMetres] : null,
      ...(outputs.levelling !== undefined && { groundFound: outputs.levelling !== null }),
      precision: estimate.precision.used,
      provider: estimate.provider.name,
      ...(estimate.demotions.length > 0 && { demotions: [...estimate.demotions] }),
      ms: { ...ms, write: performance.now() - started },
    };
  } catch (error) {
    await discardFiles(staged);
    throw error;
  }
}

/** Everything a request says that decides what the outputs hold: see `resume` in `existingPolicySchema`. */
function settingsOf(request: ConvertRequest, path: string, focal: FocalRequest | undefined): SettingsRecord {
  return {
    model: request.model,
    precision: request.precision,
    device: request.device,
    focal: JSON.stringify(focal ?? null),
    grid: request.grid,
    frame: request.frame,
    unit: request.unit,
    maxPoints: request.maxPoints ?? null,
    meshStepPx: request.meshStepPx,
    voxelMetres: request.voxelMetres ?? null,
    masked: request.masked,
    normals: request.normals,
    confidence: request.confidence,
    ...maskSettingsOf(request),
    ...scaleSetting(request, path),
    ...clipSetting(request, path),
    ...lassoSetting(request, path),
    ...levelSetting(request, path),
    plyEncoding: request.plyEncoding,
    pcdEncoding: request.pcdEncoding,
    lasVersion: request.lasVersion,
    ...(request.glbQuantised && { glbQuantised: true }),
  };
}

/** The corrections that may concern a photo; nothing where there are none, as in sidecars from before there were any. */
function scaleSetting({ scales }: ConvertRequest, path: string): SettingsRecord {
  const { cameras, typed } = scales;
  const own = scales.photos[path];
  if (!own && !typed && Object.keys(cameras).length === 0) return {};
  return { scale: JSON.stringify({ own, cameras, typed }) };
}

/** The clip box of a photo; nothing where there is none, as in sidecars from before there were any. */
function clipSetting({ clips }: ConvertRequest, path: string): SettingsRecord {
  return clips[path] ? { clip: JSON.stringify(clips[path]) } : {};
}

/** The lasso of a photo; nothing where there is none, as in sidecars from before there were any. */
function lassoSetting({ lassos }: ConvertRequest, path: string): SettingsRecord {
  return lassos[path]?.length ? { lasso: JSON.stringify(lassos[path]) } : {};
}

/** What a photo's outputs are levelled by; nothing where they are not, as in sidecars from before they could be. */
function levelSetting(request: ConvertRequest, path: string): SettingsRecord {
  const choice = levelChoiceFor(request, path);
  return choice ? { level: JSON.stringify(choice) } : {};
}

interface SidecarParts {
  readonly estimate: Estimate;
  readonly outputs: PhotoOutputs;
  readonly listed: Sidecar['outputs'];
  readonly settings: SettingsRecord;
  readonly request: ConvertRequest;
  readonly appVersion: string;
  readonly ms: Sidecar['ms'];
}

function sidecarOf(parts: SidecarParts): Sidecar {
  const { estimate, outputs, listed, settings, request, appVersion, ms } = parts;
  const { photo, camera, scale, model, precision, provider, demotions } = estimate;
  const glbStepOf = (format: 'glb' | 'mesh-glb'): { glbStepMetres?: readonly [number, number, number] } => {
    const positions = listed.some((output) => output.format === format) && outputs.glbPositions[format]();
    return positions && positions.kind === 'quantised' ? { glbStepMetres: positions.stepMetres } : {};
  };
  const has = (isKind: (format: OutputFormat) => boolean): boolean => listed.some(({ format }) => isKind(format));
  return {
    version: 1,
    app: { name: 'Fathom', version: appVersion },
    createdAt: new Date().toISOString(),
    source: {
      path: photo.path,
      bytes: photo.bytes,
      modifiedAt: photo.modifiedAt.toISOString(),
      identity: photo.identity,
    },
    photo: {
      ...photo.size,
      format: photo.format,
      orientationApplied: photo.exif.orientation,
      conversions: [...photo.conversions],
    },
    camera: {
      ...camera.intrinsics,
      pixelCentre: 0.5,
      focalOrigin: camera.origin,
      focalTrust: camera.trust,
      assumptions: [...camera.assumptions],
    },
    model: { id: model.id, sha256: estimate.modelSha256 },
    ...(estimate.importedDepth && { importedDepth: estimate.importedDepth }),
    precision: { ...precision, ...(demotions.length > 0 && { demotions }) },
    provider: { name: provider.name, requestedDevice: request.device },
    depth: {
      unit: 'metre',
      meaning: 'planarZ',
      grid: { ...photo.size },
      rangeMetres: outputs.depthRangeMetres ? [...outputs.depthRangeMetres] : null,
      followsFocal: depthFollowsFocal(model.camera),
      ...(scale && { scaleCorrection: { ...scale, note: scaleWords(scale) } }),
      ...(has((format) => format === 'png16') && { png16MetresPerUnit: outputs.png16MetresPerUnit }),
    },
    ...(outputs.levelling !== undefined && { level: outputs.levelling }),
    ...(has(isCloudFormat) && { cloud: { ...cloudOf(request, outputs), ...glbStepOf('glb') } }),
    ...(has(isMeshFormat) && { mesh: { ...meshOf(request, outputs), ...glbStepOf('mesh-glb') } }),
    masks: { ...maskSettingsOf(request), ...countMasked(outputs.depth.mask) },
    settings,
    ms,
    outputs: listed,
  };
}

function cloudOf(request: ConvertRequest, { cloud, cloudGrid }: PhotoOutputs): NonNullable<Sidecar['cloud']> {
  const { grid, frame, unit, maxPoints, voxelMetres, masked } = request;
  return {
    points: cloud.count,
    grid,
    gridSize: cloudGrid,
    frame,
    unit: UNIT_NAMES[unit],
    ...(maxPoints !== undefined && { maxPoints }),
    ...(voxelMetres !== undefined && { voxelMetres }),
    ...(masked === 'flag' && { maskedFlagged: true }),
  };
}

function meshOf(
  { grid, frame, unit }: ConvertRequest,
  { mesh, cloudGrid }: PhotoOutputs,
): NonNullable<Sidecar['mesh']> {
  const { vertexCount, triangleCount, stepPx } = mesh();
  return {
    vertices: vertexCount,
    triangles: triangleCount,
    stepPx,
    grid,
    gridSize: cloudGrid,
    frame,
    unit: UNIT_NAMES[unit],
  };
}

/** Pixels of the model's grid left out, by reason; a pixel may have several. */
function countMasked(mask: Uint8Array): Record<keyof typeof MaskReason, number> {
  const counts = { outOfRange: 0, sky: 0, edge: 0, grazing: 0, doubtful: 0, island: 0, clipped: 0 };
  for (let i = 0; i < mask.length; i++) {
    const reasons = mask[i]!;
    if (reasons === 0) continue;
    if (reasons & MaskReason.outOfRange) counts.outOfRange++;
    if (reasons & MaskReason.sky) counts.sky++;
    if (reasons & MaskReason.edge) counts.edge++;
    if (reasons & MaskReason.grazing) counts.grazing++;
    if (reasons & MaskReason.doubtful) counts.doubtful++;
    if (reasons & MaskReason.island) counts.island++;
    if (reasons & MaskReason.clipped) counts.clipped++;
  }
  return counts;
}
