import path from 'node:path';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { LENGTH_UNITS } from '../core/cloud/length-unit';
import { MASKED_POINTS } from '../core/cloud/shape-clouds';
import { LAS_VERSIONS, PCD_ENCODINGS } from '../core/formats/format-options';
import { OUTPUT_FORMATS } from '../core/formats/output-format';
import type { FathomClient } from '../contract/contract';
import { MOST_JOBS } from '../contract/convert';
import { DECODER_IDS, type DecoderId } from '../contract/decoders';
import { CLOUD_FRAMES } from '../core/cloud/frame';
import { GREATEST_SCALE_FACTOR } from '../core/measuring/known-length';
import { PRECISION_REQUESTS } from '../core/precision/precision';
import { number, oneOf, optionalCount, optionalNumber, positive, UsageError } from './argument-values';
import { parseCompare, type CompareCommand } from './compare-arguments';
import { HELP_TOPICS, type HelpTopic } from './help';
import { isImport, parseImport, type ImportCommand } from './import-arguments';

type ConvertInput = Parameters<FathomClient['convert']>[0];
type FocalInput = NonNullable<ConvertInput['focal']>;

/** How the engine is set up, whatever the command. */
export interface EngineOptions {
  readonly threads: number | undefined;
  readonly useCache: boolean;
}

type ModelsTask = 'list' | 'pull' | 'rm' | 'verify';

const DECODERS_TASKS = ['list', 'install', 'remove'] as const;
type DecodersTask = (typeof DECODERS_TASKS)[number];

/** What a command line asks for. */
export type Command =
  | { readonly kind: 'convert'; readonly request: ConvertInput; readonly json: boolean; readonly engine: EngineOptions }
  | {
      readonly kind: 'info';
      readonly photos: readonly string[];
      readonly focal: FocalInput | undefined;
      readonly json: boolean;
    }
  | { readonly kind: 'models'; readonly task: ModelsTask; readonly ids: readonly string[]; readonly json: boolean }
  | {
      readonly kind: 'decoders';
      readonly task: DecodersTask;
      readonly ids: readonly DecoderId[];
      readonly json: boolean;
    }
  | ImportCommand
  | CompareCommand
  | { readonly kind: 'measureModels'; readonly ids: readonly string[]; readonly json: boolean }
  | {
      readonly kind: 'doctor';
      readonly json: boolean;
      readonly model: string;
      readonly device: string;
      /** Tries again what was tried before. */
      readonly fix: boolean;
      /** Looks for the node at which a rung goes wrong. */
      readonly locate: boolean;
    }
  | {
      readonly kind: 'serve';
      readonly folders: readonly string[];
      readonly host: string;
      /** Undefined leaves it to the server. */
      readonly port: number | undefined;
      /** Undefined for a random one. */
      readonly token: string | undefined;
      /** Undefined for the usual one. */
      readonly outputFolder: string | undefined;
    }
  | { readonly kind: 'help'; readonly topic: HelpTopic | undefined }
  | { readonly kind: 'version' }
  | { readonly kind: 'usageError'; readonly message: string };

/** Reads a command line, the program's own name left off; paths are made absolute against `cwd`. */
export function parseCommand(args: readonly string[], cwd: string): Command {
  try {
    return parseKnown(args, cwd);
  } catch (error) {
    if (error instanceof UsageError) return { kind: 'usageError', message: error.message };
    // parseArgs says what is wrong in words meant for users.
    if (error instanceof TypeError) return { kind: 'usageError', message: error.message };
    throw error;
  }
}

function parseKnown([name, ...rest]: readonly string[], cwd: string): Command {
  switch (name) {
    case 'convert':
      return parseConvert(rest, cwd);
    case 'info':
      return parseInfo(rest, cwd);
    case 'models':
      return isImport(rest) ? parseImport(rest, cwd) : parseModels(rest);
    case 'decoders':
      return parseDecoders(rest);
    case 'compare':
      return parseCompare(rest, cwd);
    case 'doctor':
      return parseDoctor(rest);
    case 'serve':
      return parseServe(rest, cwd);
    case '--version':
    case '-v':
      return { kind: 'version' };
    case undefined:
    case 'help':
    case '--help':
    case '-h':
      return { kind: 'help', topic: helpTopic(rest[0]) };
    default:
      throw new UsageError(`there is no command "${name}"`);
  }
}

const help = { help: { type: 'boolean', short: 'h', default: false } } as const;
const json = { json: { type: 'boolean', default: false } } as const;
const focal = {
  'focal-px': { type: 'string' },
  'focal-35mm': { type: 'string' },
  'focal-mm': { type: 'string' },
  'sensor-mm': { type: 'string' },
  fov: { type: 'string' },
  intrinsics: { type: 'string' },
} as const;

const convertOptions = {
  ...help,
  ...json,
  ...focal,
  out: { type: 'string', short: 'o' },
  format: { type: 'string', short: 'f', default: 'ply' },
  'ply-ascii': { type: 'boolean', default: false },
  pcd: { type: 'string', default: 'binary' },
  las: { type: 'string', default: '1.2' },
  'glb-quantise': { type: 'boolean', default: false },
  grid: { type: 'string', default: 'model' },
  model: { type: 'string', default: 'fathom-s' },
  precision: { type: 'string', default: 'auto' },
  device: { type: 'string', default: 'auto' },
  'max-points': { type: 'string' },
  'mesh-step': { type: 'string' },
  'edge-threshold': { type: 'string' },
  scale: { type: 'string' },
  'grazing-angle': { type: 'string' },
  'min-confidence': { type: 'string' },
  'min-island': { type: 'string' },
  'keep-sky': { type: 'boolean', default: false },
  frame: { type: 'string', default: 'opencv' },
  unit: { type: 'string', default: 'm' },
  level: { type: 'string', default: 'none' },
  voxel: { type: 'string' },
  masked: { type: 'string', default: 'drop' },
  'no-normals': { type: 'boolean', default: false },
  'no-confidence': { type: 'boolean', default: false },
  recursive: { type: 'boolean', short: 'r', default: false },
  overwrite: { type: 'boolean', default: false },
  'skip-existing': { type: 'boolean', default: false },
  number: { type: 'boolean', default: false },
  jobs: { type: 'string', short: 'j' },
  threads: { type: 'string' },
  depth: { type: 'string' },
  'depth-scale': { type: 'string' },
  'no-cache': { type: 'boolean', default: false },
} as const satisfies ParseArgsConfig['options'];

function parseConvert(args: readonly string[], cwd: string): Command {
  const { values, positionals } = parseArgs({ args: [...args], options: convertOptions, allowPositionals: true });
  if (values.help) return { kind: 'help', topic: 'convert' };
  if (!areNames(positionals)) throw new UsageError('name the photos or folders to convert');
  if (!values.out) throw new UsageError('say where the results go: --out DIR');
  return {
    kind: 'convert',
    json: values.json,
    engine: { threads: optionalCount('--threads', values.threads), useCache: !values['no-cache'] },
    request: {
      inputs: positionals.map((input) => path.resolve(cwd, input)),
      outputFolder: path.resolve(cwd, values.out),
      formats: parseFormats(values.format),
      plyEncoding: values['ply-ascii'] ? 'ascii' : 'binary',
      pcdEncoding: oneOf('--pcd', values.pcd, PCD_ENCODINGS),
      lasVersion: oneOf('--las', values.las, LAS_VERSIONS),
      glbQuantised: values['glb-quantise'],
      focal: parseFocal(values),
      ...parseDepth(values, cwd),
      grid: oneOf('--grid', values.grid, ['model', 'photo'] as const),
      model: values.model,
      precision: oneOf('--precision', values.precision, PRECISION_REQUESTS),
      device: values.device,
      maxPoints: optionalCount('--max-points', values['max-points']),
      meshStepPx: optionalCount('--mesh-step', values['mesh-step']),
      edgeThreshold: optionalNumber('--edge-threshold', values['edge-threshold'], (n) => n >= 0, '0 or more'),
      ...parseScale(values.scale),
      grazingDegrees: optionalNumber('--grazing-angle', values['grazing-angle'], (n) => n >= 0 && n <= 90, '0 to 90'),
      doubtfulPercent: optionalNumber('--min-confidence', values['min-confidence'], isPercent, '0 to 100'),
      smallestIslandPx: optionalNumber('--min-island', values['min-island'], isCountOrNone, 'a whole number of pixels'),
      keepSky: values['keep-sky'],
      frame: oneOf('--frame', values.frame, CLOUD_FRAMES),
      unit: oneOf('--unit', values.unit, LENGTH_UNITS),
      level: oneOf('--level', values.level, ['none', 'auto'] as const),
      voxelMetres: optionalNumber('--voxel', values.voxel, (n) => n > 0, 'metres above 0'),
      masked: oneOf('--masked', values.masked, MASKED_POINTS),
      normals: !values['no-normals'],
      confidence: !values['no-confidence'],
      recursive: values.recursive,
      existing: existingPolicy(values),
      jobs: optionalCount('--jobs', values.jobs, MOST_JOBS),
    },
  };
}

const isPercent = (n: number): boolean => n >= 0 && n <= 100;
const isCountOrNone = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;

function parseDepth(
  { depth, 'depth-scale': scale }: { readonly depth?: string | undefined; readonly 'depth-scale'?: string | undefined },
  cwd: string,
): Pick<ConvertInput, 'depth'> {
  if (depth === '') throw new UsageError('--depth takes a file or a folder');
  if (depth === undefined) {
    if (scale !== undefined) throw new UsageError('--depth-scale goes with --depth');
    return {};
  }
  const metresPerUnit = scale === undefined ? undefined : positive('--depth-scale', scale);
  return { depth: { path: path.resolve(cwd, depth), metresPerUnit } };
}

function parseScale(text: string | undefined): Pick<ConvertInput, 'scales'> {
  const isSane = (n: number): boolean => n >= 1 / GREATEST_SCALE_FACTOR && n <= GREATEST_SCALE_FACTOR;
  const factor = optionalNumber(
    '--scale',
    text,
    isSane,
    `from ${String(1 / GREATEST_SCALE_FACTOR)} to ${String(GREATEST_SCALE_FACTOR)}`,
  );
  return factor === undefined ? {} : { scales: { typed: { factor } } };
}

function parseInfo(args: readonly string[], cwd: string): Command {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { ...help, ...json, ...focal },
    allowPositionals: true,
  });
  if (values.help) return { kind: 'help', topic: 'info' };
  if (!areNames(positionals)) throw new UsageError('name the photos to look at');
  return {
    kind: 'info',
    photos: positionals.map((photo) => path.resolve(cwd, photo)),
    focal: parseFocal(values),
    json: values.json,
  };
}

function parseModels(args: readonly string[]): Command {
  const { values, positionals } = parseArgs({ args: [...args], options: { ...help, ...json }, allowPositionals: true });
  if (values.help) return { kind: 'help', topic: 'models' };
  const [name = 'list', ...ids] = positionals;
  const task = oneOf('models', name, ['list', 'pull', 'rm', 'verify', 'measure'] as const);
  if (task === 'measure') {
    if (ids.includes('')) throw new UsageError('a model to measure has an empty name');
    return { kind: 'measureModels', ids, json: values.json };
  }
  if (task === 'list' && ids.length > 0) throw new UsageError('models list takes no names');
  if (task !== 'list' && !areNames(ids)) throw new UsageError(`name the models to ${task}: see fathom models`);
  return { kind: 'models', task, ids, json: values.json };
}

function parseDecoders(args: readonly string[]): Command {
  const { values, positionals } = parseArgs({ args: [...args], options: { ...help, ...json }, allowPositionals: true });
  if (values.help) return { kind: 'help', topic: 'decoders' };
  const [name = 'list', ...names] = positionals;
  const task = oneOf('decoders', name, DECODERS_TASKS);
  if (task === 'list' && names.length > 0) throw new UsageError('decoders list takes no names');
  if (task !== 'list' && names.length === 0) throw new UsageError(`name the decoders to ${task}: see fathom decoders`);
  const ids = names.map((each) => oneOf(`decoders ${task}`, each, DECODER_IDS));
  return { kind: 'decoders', task, ids, json: values.json };
}

const doctorOptions = {
  ...help,
  ...json,
  model: { type: 'string', default: 'fathom-s' },
  device: { type: 'string', default: 'auto' },
  fix: { type: 'boolean', default: false },
  locate: { type: 'boolean', default: false },
} as const satisfies ParseArgsConfig['options'];

function parseDoctor(args: readonly string[]): Command {
  const { values } = parseArgs({ args: [...args], options: doctorOptions });
  if (values.help) return { kind: 'help', topic: 'doctor' };
  const { json: isJson, model, device, fix, locate } = values;
  return { kind: 'doctor', json: isJson, model, device, fix, locate };
}

const serveOptions = {
  ...help,
  host: { type: 'string', default: '127.0.0.1' },
  port: { type: 'string' },
  token: { type: 'string' },
  out: { type: 'string', short: 'o' },
} as const satisfies ParseArgsConfig['options'];

const HIGHEST_PORT = 65_535;

function parseServe(args: readonly string[], cwd: string): Command {
  const { values, positionals } = parseArgs({ args: [...args], options: serveOptions, allowPositionals: true });
  if (values.help) return { kind: 'help', topic: 'serve' };
  if (positionals.length > 0 && !areNames(positionals)) throw new UsageError('a folder to serve has an empty name');
  if (values.out === '') throw new UsageError('--out takes a folder');
  if (values.host === '') throw new UsageError('--host takes an address or a name');
  return {
    kind: 'serve',
    folders: positionals.map((folder) => path.resolve(cwd, folder)),
    host: values.host,
    port: optionalNumber('--port', values.port, isPort, `a whole number from 0 to ${String(HIGHEST_PORT)}`),
    token: parseToken(values.token),
    outputFolder: values.out === undefined ? undefined : path.resolve(cwd, values.out),
  };
}

const isPort = (port: number): boolean => Number.isInteger(port) && port >= 0 && port <= HIGHEST_PORT;

/** One that is hard to guess, and stands in an address as it is. */
function parseToken(token: string | undefined): string | undefined {
  if (token === undefined || /^[\w.~-]{16,256}$/.test(token)) return token;
  throw new UsageError('--token takes 16 to 256 letters, digits and . _ ~ -');
}

/** Whether there are some, and none empty: that is what an unset variable in a script leaves. */
function areNames(positionals: readonly string[]): boolean {
  return positionals.length > 0 && positionals.every((name) => name !== '');
}

function helpTopic(name: string | undefined): HelpTopic | undefined {
  return name === undefined ? undefined : oneOf('help', name, HELP_TOPICS);
}

function parseFormats(list: string): ConvertInput['formats'] {
  const formats = list.split(',').map((name) => oneOf('--format', name.trim(), OUTPUT_FORMATS));
  return [...new Set(formats)];
}

function existingPolicy(values: Record<'overwrite' | 'skip-existing' | 'number', boolean>): ConvertInput['existing'] {
  const asked = (['overwrite', 'skip-existing', 'number'] as const).filter((name) => values[name]);
  if (asked.length > 1) throw new UsageError(`choose one of ${asked.map((name) => `--${name}`).join(', ')}`);
  const [policy = 'resume'] = asked;
  return policy === 'skip-existing' ? 'skip' : policy;
}

type FocalValues = Partial<Record<keyof typeof focal, string>>;

/** The one focal length typed, in whichever form. */
function parseFocal(values: FocalValues): FocalInput | undefined {
  const { 'sensor-mm': sensor, ...forms } = values;
  const given = (['focal-px', 'focal-35mm', 'focal-mm', 'fov', 'intrinsics'] as const).filter(
    (name) => forms[name] !== undefined,
  );
  if (given.length > 1) throw new UsageError(`choose one of ${given.map((name) => `--${name}`).join(', ')}`);
  const [form] = given;
  if ((form === 'focal-mm') !== (sensor !== undefined)) throw new UsageError('--focal-mm and --sensor-mm go together');
  if (form === undefined) return undefined;
  switch (form) {
    case 'focal-px':
      return { kind: 'px', focalPx: positive('--focal-px', forms[form]!) };
    case 'focal-35mm':
      return { kind: '35mm', focal35mm: positive('--focal-35mm', forms[form]!) };
    case 'focal-mm':
      return {
        kind: 'mm',
        focalMm: positive('--focal-mm', forms[form]!),
        sensorWidthMm: positive('--sensor-mm', sensor!),
      };
    case 'fov':
      return {
        kind: 'fieldOfView',
        horizontal: number('--fov', forms[form]!, (n) => n > 0 && n < 180, 'between 0 and 180 degrees'),
      };
    case 'intrinsics':
      return { kind: 'intrinsics', intrinsics: parseIntrinsics(forms[form]!) };
  }
}

function parseIntrinsics(text: string): Extract<FocalInput, { kind: 'intrinsics' }>['intrinsics'] {
  const parts = text.split(',');
  if (parts.length !== 4) throw new UsageError('--intrinsics takes FX,FY,CX,CY in pixels');
  const [fx, fy, cx, cy] = parts as [string, string, string, string];
  const anywhere = (n: number): boolean => Number.isFinite(n);
  return {
    fxPx: positive('--intrinsics FX', fx),
    fyPx: positive('--intrinsics FY', fy),
    cxPx: number('--intrinsics CX', cx, anywhere, 'a number'),
    cyPx: number('--intrinsics CY', cy, anywhere, 'a number'),
  };
}
