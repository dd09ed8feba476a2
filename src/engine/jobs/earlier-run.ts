import { readFile, stat } from 'node:fs/promises';
import { parseSidecar, type Sidecar } from '../../core/formats/sidecar';
import { identifyFile } from '../photo/identify-file';
import { outputFiles, outputName, outputPaths, sidecarPath, type OutputPlace } from './output-names';

/** Everything that decides what the outputs hold. */
export type SettingsRecord = Sidecar['settings'];

/** What an earlier run left of a photo in its place, by the sidecar there. */
export interface EarlierRun {
  readonly outputs: Sidecar['outputs'];
  /** The outputs and their sidecar. */
  readonly files: readonly string[];
  /** The outputs that a run with these settings would make again just so. */
  readonly valid: Sidecar['outputs'];
}

/** The earlier run; one without files where the sidecar is missing, broken, or that of another photo. */
export async function readEarlierRun(photo: string, place: OutputPlace, settings: SettingsRecord): Promise<EarlierRun> {
  const sidecar = await readSidecar(place);
  if (sidecar?.source.path !== photo) return { outputs: [], files: [], valid: [] };
  const { outputs, source } = sidecar;
  const formats = outputs.map(({ format }) => format);
  const identity = await identifyFile(photo).catch(() => undefined);
  const sameResult = source.identity === identity?.identity && areSame(sidecar.settings, settings);
  return {
    outputs,
    files: outputFiles(place, formats),
    valid: sameResult ? await wholeOutputs(outputs, place) : [],
  };
}

async function readSidecar(place: OutputPlace): Promise<Sidecar | undefined> {
  try {
    return parseSidecar(await readFile(sidecarPath(place), 'utf8'));
  } catch {
    return undefined;
  }
}

/** Those of the outputs all of whose files are there at their full length. */
async function wholeOutputs(outputs: Sidecar['outputs'], place: OutputPlace): Promise<Sidecar['outputs']> {
  const bytes = await Promise.all(outputs.map((output) => bytesOf(pathOf(output, place))));
  const broken = outputs.filter((output, i) => output.bytes !== bytes[i]).map(({ format }) => format);
  return outputs.filter(({ format }) => !broken.includes(format));
}

function pathOf({ format, file }: Sidecar['outputs'][number], place: OutputPlace): string | undefined {
  return outputPaths(place, format).find((each) => outputName(place, each) === file);
}

function areSame(a: SettingsRecord, b: SettingsRecord): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

/** undefined where there is no such file. */
async function bytesOf(file: string | undefined): Promise<number | undefined> {
  if (file === undefined) return undefined;
  try {
    return (await stat(file)).size;
  } catch {
    return undefined;
  }
}
