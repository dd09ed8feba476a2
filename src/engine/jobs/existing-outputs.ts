import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ExistingPolicy, OutputFormat } from '../../contract/convert';
import { parseSidecar, type Sidecar } from '../../core/formats/sidecar';
import { FailureError } from '../failure-error';
import { identifyFile } from '../photo/identify-file';
import { numberedPlace, outputPath, sidecarPath, type OutputPlace } from './output-names';

export type SettingsRecord = Sidecar['settings'];

/** What one photo is to be turned into, and where. */
export interface OutputRequest {
  readonly photo: string;
  readonly place: OutputPlace;
  readonly formats: readonly OutputFormat[];
  /** Everything that decides what the outputs hold. */
  readonly settings: SettingsRecord;
  readonly policy: ExistingPolicy;
}

/** What to do in view of the files already there. */
export type OutputDecision =
  | {
      readonly kind: 'write';
      readonly place: OutputPlace;
      /** Outputs of an earlier run with the same settings that stay valid beside the new ones. */
      readonly kept: Sidecar['outputs'];
    }
  | { readonly kind: 'skip'; readonly outputs: readonly string[] };

/**
 * Applies the policy for existing files: see `existingPolicySchema`.
 *
 * @throws FailureError `OutputExists` where a file is in the way that Fathom did not make of this photo.
 */
export async function decideOutput(request: OutputRequest): Promise<OutputDecision> {
  const { place, formats } = request;
  const existing = await existingOf([...formats.map((format) => outputPath(place, format)), sidecarPath(place)]);
  if (existing.length === 0) return { kind: 'write', place, kept: [] };
  switch (request.policy) {
    case 'overwrite':
      return { kind: 'write', place, kept: [] };
    case 'skip':
      return { kind: 'skip', outputs: existing };
    case 'number':
      return { kind: 'write', place: await freePlace(place, formats), kept: [] };
    case 'resume':
      return resume(request, existing);
  }
}

async function resume(request: OutputRequest, existing: readonly string[]): Promise<OutputDecision> {
  const { photo, place, formats, settings } = request;
  const sidecar = await readSidecar(place);
  if (sidecar?.source.path !== photo) throw inTheWay(photo, existing[0]!);
  const identity = await identifyFile(photo).catch(() => undefined);
  const sameResult = sidecar.source.identity === identity?.identity && sameSettings(sidecar.settings, settings);
  if (!sameResult) return { kind: 'write', place, kept: [] };
  const whole = await wholeOutputs(sidecar, place.folder);
  const finished = formats.every((format) => whole.some((output) => output.format === format));
  if (finished) return { kind: 'skip', outputs: whole.map(({ file }) => path.join(place.folder, file)) };
  return { kind: 'write', place, kept: whole.filter(({ format }) => !formats.includes(format)) };
}

function inTheWay(photo: string, file: string): FailureError {
  return new FailureError(
    'OutputExists',
    `${photo}: ${file} is already there, and Fathom did not make it of this photo`,
    'Choose another --out folder, or --overwrite, --skip-existing or --number.',
  );
}

async function readSidecar(place: OutputPlace): Promise<Sidecar | undefined> {
  try {
    return parseSidecar(await readFile(sidecarPath(place), 'utf8'));
  } catch {
    return undefined;
  }
}

/** The outputs a sidecar lists that are there at their full length. */
async function wholeOutputs(sidecar: Sidecar, folder: string): Promise<Sidecar['outputs']> {
  const checks = sidecar.outputs.map(async (output) => {
    const bytes = await bytesOf(path.join(folder, output.file));
    return bytes === output.bytes ? [output] : [];
  });
  return (await Promise.all(checks)).flat();
}

function sameSettings(a: SettingsRecord, b: SettingsRecord): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

async function freePlace(place: OutputPlace, formats: readonly OutputFormat[]): Promise<OutputPlace> {
  for (let n = 2; ; n++) {
    const next = numberedPlace(place, n);
    const taken = await existingOf([...formats.map((format) => outputPath(next, format)), sidecarPath(next)]);
    if (taken.length === 0) return next;
  }
}

async function existingOf(files: readonly string[]): Promise<string[]> {
  const sizes = await Promise.all(files.map(bytesOf));
  return files.filter((_, i) => sizes[i] !== undefined);
}

async function bytesOf(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).size;
  } catch {
    return undefined;
  }
}
