import path from 'node:path';
import { parseArgs } from 'node:util';
import type { FathomClient } from '../contract/contract';
import { PRECISION_REQUESTS } from '../core/precision/precision';
import { oneOf, UsageError } from './argument-values';

type CompareInput = Parameters<FathomClient['compare']>[0];

/** One photo by two models or precisions. */
export type CompareCommand =
  | {
      readonly kind: 'compare';
      readonly request: CompareInput;
      /** Undefined writes no pictures. */
      readonly outputFolder: string | undefined;
      readonly json: boolean;
    }
  | { readonly kind: 'help'; readonly topic: 'compare' };

const options = {
  help: { type: 'boolean', short: 'h', default: false },
  json: { type: 'boolean', default: false },
  models: { type: 'string' },
  precisions: { type: 'string' },
  'focal-px': { type: 'string' },
  out: { type: 'string', short: 'o' },
} as const;

/** Reads the arguments of `fathom compare`. */
export function parseCompare(args: readonly string[], cwd: string): CompareCommand {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  if (values.help) return { kind: 'help', topic: 'compare' };
  const [photo, ...more] = positionals;
  if (!photo || more.length > 0) throw new UsageError('name the one photo to compare on');
  if (values.models === undefined && values.precisions === undefined) {
    throw new UsageError('say what to compare: --models A,B or --precisions A,B');
  }
  const models = two('--models', values.models, 'fathom-s');
  const precisions = two('--precisions', values.precisions, 'auto').map((name) =>
    oneOf('--precisions', name, PRECISION_REQUESTS),
  );
  if (values.out === '') throw new UsageError('--out takes a folder');
  return {
    kind: 'compare',
    json: values.json,
    outputFolder: values.out === undefined ? undefined : path.resolve(cwd, values.out),
    request: {
      path: path.resolve(cwd, photo),
      focal: focalOf(values['focal-px']),
      choices: [
        { model: models[0], precision: precisions[0]! },
        { model: models[1], precision: precisions[1]! },
      ],
    },
  };
}

function focalOf(text: string | undefined): CompareInput['focal'] {
  if (text === undefined) return undefined;
  const focalPx = Number(text);
  if (!(focalPx > 0 && Number.isFinite(focalPx)))
    throw new UsageError(`--focal-px takes a number above 0, not "${text}"`);
  return { kind: 'px', focalPx };
}

/** Two names; one stands for both. */
function two(option: string, list: string | undefined, usual: string): [string, string] {
  const names = (list ?? usual).split(',').map((name) => name.trim());
  const [first, second = first, ...more] = names;
  if (!first || !second || more.length > 0) throw new UsageError(`${option} takes A,B, not "${list!}"`);
  return [first, second];
}
