import { createHash, randomUUID } from 'node:crypto';
import { closeSync, existsSync, fstatSync, openSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { ByteSource } from '../../core/onnx/byte-source';
import { assembleModel } from '../../core/onnx/convert/assemble-model';
import {
  convertFloat16Graph,
  type ConvertedGraph,
  convertFloat32Graph,
} from '../../core/onnx/convert/convert-float32-graph';
import { ISLANDS_VERSION } from '../../core/onnx/convert/island-rules';
import { type Calibration, type IslandRow, outOfRange } from '../../core/onnx/convert/place-islands';
import { magnitudeOf, type ModelFiles } from '../../core/onnx/convert/tensor-stream';
import { faultAsValue, type OnnxFault } from '../../core/onnx/onnx-fault';
import { readOnnxModel } from '../../core/onnx/read-model';
import type { Precision } from '../../core/precision/precision';
import { FailureError } from '../failure-error';
import { fileSource } from '../files/file-source';
import { writeFailure } from '../files/write-failure';
import type { VerifiedModel } from '../inference/verified-model';
import type { ModelConverter, Placement } from './converted-model';

/** Folders that a converted graph does not lie beside its model in, and where it lies instead. */
export interface ConversionPlaces {
  /** Comes with Fathom, and is not written to. */
  readonly bundledFolder: string;
  /** For graphs made of bundled models; undefined where the host keeps nothing. */
  readonly spareFolder: string | undefined;
}

/** What a graph is converted to; float32 for those in float16 alone. */
type Target = { readonly precision: 'fp32' } | (Placement & { readonly precision: 'fp16' | 'bf16' });

/**
 * A converter that makes the graphs there are no files of: in half precision with float32 islands, and in float32 of models
 * that come in float16 alone. What it made lies beside the model, and goes with it.
 */
export function withConversions(converter: ModelConverter, places: ConversionPlaces): ModelConverter {
  const known = new Map<string, Promise<string | undefined>>();
  return {
    offers: (model, precision) => converter.offers(model, precision) || canBecome(model, precision, places),
    fileFor: async (model, precision, provider, placement = { islands: 'all' }) => {
      const target = canBecome(model, precision, places) ? targetOf(precision, placement) : undefined;
      const isThere = target?.precision !== 'fp16' && converter.offers(model, precision);
      if (!target || isThere) return converter.fileFor(model, precision, provider);
      const file = path.join(folderOf(model, places)!, nameOf(model, target));
      const earlier = known.get(file);
      const made = earlier && (await isStillThere(earlier)) ? earlier : makeGraph(model, file, target);
      known.set(file, made);
      // What failed for want of space may succeed later.
      made.catch(() => known.delete(file));
      return made;
    },
    discard: async (model, precision, placement) => {
      const folder = folderOf(model, places);
      if (folder === undefined) return;
      const name = nameOf(model, targetOf(precision, placement));
      const there = (await readdir(folder).catch(() => [])).filter((entry) => `${entry}.`.startsWith(`${name}.`));
      await Promise.all(there.map((entry) => rm(path.join(folder, entry), { force: true })));
    },
  };
}

async function isStillThere(made: Promise<string | undefined>): Promise<boolean> {
  const file = await made;
  return file === undefined || existsSync(file);
}

function canBecome(model: VerifiedModel, precision: Precision, places: ConversionPlaces): boolean {
  const isFloating = model.descriptor.precisions.some((own) => own === 'fp32' || own === 'fp16');
  return isFloating && precision !== 'int8' && folderOf(model, places) !== undefined;
}

function targetOf(precision: Precision, placement: Placement): Target {
  return precision === 'fp16' || precision === 'bf16' ? { ...placement, precision } : { precision: 'fp32' };
}

function folderOf({ file }: VerifiedModel, { bundledFolder, spareFolder }: ConversionPlaces): string | undefined {
  const folder = path.dirname(file);
  return path.resolve(folder) === path.resolve(bundledFolder) ? spareFolder : folder;
}

/** Of the model's bytes and of all that decides what is made of them. */
const versionOf = ({ sha256 }: VerifiedModel): string => `${String(ISLANDS_VERSION)}-${sha256.slice(0, 12)}`;

function nameOf(model: VerifiedModel, target: Target): string {
  const kind = target.precision === 'fp32' ? target.precision : `${target.precision}-${target.islands}`;
  return `${path.basename(model.file)}.${kind}-${versionOf(model)}${distinctionOf(target)}`;
}

/** Graphs of one model differ by what calibration saw leave float16's range, which is mostly nothing, and by nodes named. */
function distinctionOf(target: Target): string {
  if (target.precision === 'fp32') return '';
  const { precision, islands, calibration, float32Nodes = [] } = target;
  const isCalibrated = precision === 'fp16' && islands !== 'types' && calibration !== undefined;
  const { magnitudes, partialSums } = isCalibrated ? outOfRange(calibration) : { magnitudes: [], partialSums: [] };
  if (magnitudes.length + partialSums.length + float32Nodes.length === 0) return '';
  const parts = [magnitudes, partialSums, float32Nodes.toSorted()];
  return `-${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 8)}`;
}

/** The end of the name of a converted graph, and of whatever lies beside it on its behalf. */
const CONVERTED_NAME = /^\.(?:fp32|(?:fp16|bf16)-[a-z]+)-(\d+-[0-9a-f]{12})(?:-[0-9a-f]{8})?(?:\.|$)/;

const weightsOf = (graph: string): string => `${graph}.weights`;

async function makeGraph(model: VerifiedModel, file: string, target: Target): Promise<string | undefined> {
  if (existsSync(file)) return file;
  const files = openFiles(model.file);
  try {
    const converted = convert(files, target);
    if (converted.kind === 'fault') throw unfit(model, converted);
    if (target.precision !== 'fp32' && converted.halfNodes === 0) return undefined;
    await removeOutdated(model, path.dirname(file));
    await writeGraph(model, assembleModel(converted, files, path.basename(weightsOf(file))), file);
    return file;
  } finally {
    files.close();
  }
}

/**
 * What of a model stays float32 in float16 with all islands, by rule. All its weights are read.
 *
 * @param calibration of the size that will run, where there is one.
 * @throws FailureError `ModelUnfit` where its graph cannot be converted.
 */
export function islandsOf(model: VerifiedModel, calibration: Calibration | undefined): readonly IslandRow[] {
  const files = openFiles(model.file);
  try {
    const converted = convert(files, { precision: 'fp16', islands: 'all', calibration });
    if (converted.kind === 'fault') throw unfit(model, converted);
    return converted.islands;
  } finally {
    files.close();
  }
}

/** The files of a graph, each opened when it is first read. */
function openFiles(graph: string): ModelFiles & { readonly close: () => void } {
  const opened: number[] = [];
  const openSource = (name: string): ByteSource => {
    const descriptor = openSync(name, 'r');
    opened.push(descriptor);
    return fileSource(descriptor, fstatSync(descriptor).size);
  };
  const known = new Map<string, ByteSource>();
  return {
    graph: openSource(graph),
    beside: (location) => {
      const source = known.get(location) ?? openSource(path.join(path.dirname(graph), location));
      known.set(location, source);
      return source;
    },
    close: () => {
      opened.forEach(closeSync);
    },
  };
}

function convert(files: ModelFiles, target: Target): ConvertedGraph | OnnxFault {
  const model = readOnnxModel(files.graph);
  if (model.kind === 'fault') return model;
  if (target.precision === 'fp32') return convertFloat16Graph(model);
  return convertFloat32Graph(model, {
    dtype: target.precision === 'fp16' ? 'float16' : 'bfloat16',
    islands: target.islands,
    calibration: target.calibration,
    float32Nodes: target.float32Nodes,
    magnitudeOf: (source) => magnitudeOf(source, files),
  });
}

type Assembly = ReturnType<typeof assembleModel>;

/** The weights first, under a passing name until they are whole; where the graph is, so are they. */
async function writeGraph(model: VerifiedModel, assembly: Assembly, file: string): Promise<void> {
  const weights = weightsOf(file);
  const passing = `${weights}.${randomUUID()}`;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    const graph = await writeWeights(model, assembly, passing);
    await rename(passing, weights);
    await writeFileAtomic(file, Buffer.from(graph.buffer));
  } catch (error) {
    await rm(passing, { force: true });
    throw writeFailure(file, error, REMEDIES);
  }
}

const REMEDIES = {
  diskFull: 'Free some space: a model in another precision takes half as much again, or twice.',
  unwritable: 'Check that the folder is writable.',
};

async function writeWeights(model: VerifiedModel, assembly: Assembly, file: string): Promise<Uint8Array<ArrayBuffer>> {
  const target = await open(file, 'wx');
  try {
    for (;;) {
      const step = faultAsValue(() => assembly.next());
      if ('kind' in step) throw unfit(model, step);
      if (step.done) return step.value;
      await target.writeFile(step.value);
    }
  } finally {
    await target.close();
  }
}

function unfit({ descriptor: { id } }: VerifiedModel, { message }: OnnxFault): FailureError {
  return new FailureError('ModelUnfit', `${id} cannot be converted: ${message}`, 'Use another export of the model.');
}

/** Removes what was converted of a graph: because it goes itself. */
export async function removeConvertedGraphs(graph: string): Promise<void> {
  await removeConverted(graph, path.dirname(graph), () => true);
}

/** What older versions of Fathom made, or what was made of an older file of that name. */
async function removeOutdated(model: VerifiedModel, folder: string): Promise<void> {
  const current = versionOf(model);
  await removeConverted(model.file, folder, (version) => version !== current);
}

async function removeConverted(graph: string, folder: string, isToGo: (version: string) => boolean): Promise<void> {
  const name = path.basename(graph);
  const there = (await readdir(folder).catch(() => [])).filter((entry) => entry.startsWith(name));
  const made = there.filter((entry) => {
    const version = CONVERTED_NAME.exec(entry.slice(name.length))?.[1];
    return version !== undefined && isToGo(version);
  });
  await Promise.all(made.map((entry) => rm(path.join(folder, entry), { force: true })));
}
