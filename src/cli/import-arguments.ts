import path from 'node:path';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { ImportModelRequest } from '../contract/import-model';
import { importAnswersSchema, NORMALISATION_NAMES, type ImportAnswers } from '../core/models/import-answers';
import { oneOf, positive, UsageError } from './argument-values';

/** A model's file, and what is told of it. */
export type ImportCommand =
  | { readonly kind: 'importModel'; readonly request: ImportModelRequest; readonly json: boolean }
  | { readonly kind: 'help'; readonly topic: 'models' };

const answerOptions = {
  id: { type: 'string' },
  name: { type: 'string' },
  camera: { type: 'string' },
  normalise: { type: 'string' },
  size: { type: 'string' },
  fit: { type: 'string' },
  licence: { type: 'string' },
} as const;

const options = {
  help: { type: 'boolean', short: 'h', default: false },
  json: { type: 'boolean', default: false },
  as: { type: 'string' },
  ...answerOptions,
} as const satisfies ParseArgsConfig['options'];

type AnswerValues = Partial<Record<keyof typeof answerOptions, string>>;

/** Whether the arguments of `fathom models` are those of an import, which has options of its own. */
export function isImport(args: readonly string[]): boolean {
  return args.find((text) => !text.startsWith('-')) === 'import';
}

/** Reads the arguments of `fathom models`, of which {@link isImport} is true. */
export function parseImport(args: readonly string[], cwd: string): ImportCommand {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const { help, json, as, ...answers } = values;
  if (help) return { kind: 'help', topic: 'models' };
  const [, file, ...more] = positionals;
  if (!file || more.length > 0) throw new UsageError('name the one ONNX file to import');
  return { kind: 'importModel', json, request: { path: path.resolve(cwd, file), source: sourceOf(as, answers) } };
}

function sourceOf(as: string | undefined, values: AnswerValues): ImportModelRequest['source'] {
  if (as === undefined) return { kind: 'own', answers: parseAnswers(values) };
  const [told] = Object.keys(values);
  if (told !== undefined) throw new UsageError(`--as names a model that is known: leave --${told} away`);
  return { kind: 'catalogue', id: as };
}

function parseAnswers({ id, name, camera, normalise, size, fit, licence }: AnswerValues): ImportAnswers {
  if (size !== undefined && fit !== undefined) throw new UsageError('choose one of --size, --fit');
  const answers: ImportAnswers = {
    id,
    name,
    camera: camera === undefined ? undefined : parseCamera(camera),
    normalise: normalise === undefined ? undefined : oneOf('--normalise', normalise, NORMALISATION_NAMES),
    size: parseSize(size, fit),
    licence,
  };
  const { error } = importAnswersSchema.safeParse(answers);
  const [issue] = error?.issues ?? [];
  if (issue) throw new UsageError(`--${OPTION_OF[String(issue.path[0])] ?? String(issue.path[0])}: ${issue.message}`);
  return answers;
}

/** Where an answer's option has another name than the answer. */
const OPTION_OF: Readonly<Record<string, string>> = { size: 'size or --fit' };

function parseCamera(text: string): ImportAnswers['camera'] {
  const [kind, focal, ...more] = text.split(':');
  if (kind === 'canonical' && focal !== undefined && more.length === 0) {
    return { kind, focalPx: positive('--camera canonical:', focal) };
  }
  switch (text) {
    case 'metric':
      return { kind: 'metric' };
    case 'affine-points':
      return { kind: 'affinePoints' };
    case 'focal-output':
      return { kind: 'focalOutput' };
    default:
      throw new UsageError(`--camera takes metric, canonical:FOCAL_PX, affine-points, focal-output, not "${text}"`);
  }
}

function parseSize(size: string | undefined, fit: string | undefined): ImportAnswers['size'] {
  if (size !== undefined) {
    const [widthPx, heightPx] = twoCounts('--size', size, 'x', 'WIDTHxHEIGHT in pixels');
    return { kind: 'fixed', widthPx, heightPx };
  }
  if (fit === undefined) return undefined;
  const [targetAreaPx, multipleOfPx] = twoCounts('--fit', fit, ':', 'AREA:MULTIPLE in pixels');
  return { kind: 'fit', targetAreaPx, multipleOfPx };
}

function twoCounts(option: string, text: string, separator: string, form: string): [number, number] {
  const parts = text.split(separator);
  const [first, second] = parts.map((part) => (/^\d+$/.test(part) ? Number(part) : 0));
  if (parts.length !== 2 || !first || !second) throw new UsageError(`${option} takes ${form}, not "${text}"`);
  return [first, second];
}
