import { access } from 'node:fs/promises';
import type { ExistingPolicy } from '../../contract/convert';
import type { OutputFormat } from '../../core/formats/output-format';
import type { Sidecar } from '../../core/formats/sidecar';
import { FailureError } from '../failure-error';
import { readEarlierRun, type EarlierRun, type SettingsRecord } from './earlier-run';
import { numberedPlace, outputFiles, outputPaths, placeKey, type OutputPlace } from './output-names';

/** What one photo is to be turned into, and where. */
export interface OutputRequest {
  readonly photo: string;
  readonly place: OutputPlace;
  readonly formats: readonly OutputFormat[];
  readonly settings: SettingsRecord;
  readonly policy: ExistingPolicy;
  readonly batch: Batch;
}

/** What the photos converted together must leave to one another. */
export interface Batch {
  /** Their paths: no output replaces one. */
  readonly photos: ReadonlySet<string>;
  /** The `placeKey` of each one's place. */
  readonly placeKeys: ReadonlySet<string>;
}

/** What to do in view of the files already there. */
export type OutputDecision =
  | {
      readonly kind: 'write';
      readonly place: OutputPlace;
      /** Outputs of an earlier run with the same settings that stay valid beside the new ones. */
      readonly kept: Sidecar['outputs'];
      /** Outputs of an earlier run that the new sidecar would belie: they go when it comes. */
      readonly stale: readonly string[];
    }
  | { readonly kind: 'skip'; readonly outputs: readonly string[] };

const PHOTO_IN_THE_WAY = {
  reason: 'is itself a photo to be converted',
  remedy: 'Choose another --out folder, or --number.',
};
const STRANGER_IN_THE_WAY = {
  reason: 'is already there, and Fathom did not make it of this photo',
  remedy: 'Choose another --out folder, or --overwrite, --skip-existing or --number.',
};

/**
 * Applies the policy for existing files: see `existingPolicySchema`.
 *
 * @throws FailureError `OutputExists` where a file is in the way that is not to be replaced.
 */
export async function decideOutput(request: OutputRequest): Promise<OutputDecision> {
  const { photo, place, formats, settings, batch } = request;
  const existing = await existingOf(outputFiles(place, formats));
  if (existing.length === 0) return { kind: 'write', place, kept: [], stale: [] };
  switch (request.policy) {
    case 'skip':
      return { kind: 'skip', outputs: existing };
    case 'number':
      return { kind: 'write', place: await freePlace(place, formats, batch), kept: [], stale: [] };
    case 'overwrite':
      throwIfAny(
        existing.filter((file) => batch.photos.has(file)),
        photo,
        PHOTO_IN_THE_WAY,
      );
      return replace(request, await readEarlierRun(photo, place, settings));
    case 'resume': {
      const earlier = await readEarlierRun(photo, place, settings);
      throwIfAny(
        existing.filter((file) => !earlier.files.includes(file)),
        photo,
        STRANGER_IN_THE_WAY,
      );
      return isFinished(request, earlier) ? skip(request, earlier) : replace(request, earlier);
    }
  }
}

function isFinished({ formats }: OutputRequest, { valid }: EarlierRun): boolean {
  return formats.every((format) => valid.some((output) => output.format === format));
}

function skip({ place }: OutputRequest, { valid }: EarlierRun): OutputDecision {
  const formats = valid.map(({ format }) => format);
  return { kind: 'skip', outputs: outputFiles(place, formats) };
}

function replace({ place, formats }: OutputRequest, { outputs, valid }: EarlierRun): OutputDecision {
  const others = outputs.filter(({ format }) => !formats.includes(format));
  const stale = others.filter((output) => !valid.includes(output)).flatMap(({ format }) => outputPaths(place, format));
  return { kind: 'write', place, kept: others.filter((output) => valid.includes(output)), stale };
}

function throwIfAny(
  [file]: readonly string[],
  photo: string,
  { reason, remedy }: { readonly reason: string; readonly remedy: string },
): void {
  if (file !== undefined) throw new FailureError('OutputExists', `${photo}: ${file} ${reason}`, remedy);
}

async function freePlace(place: OutputPlace, formats: readonly OutputFormat[], batch: Batch): Promise<OutputPlace> {
  for (let n = 2; ; n++) {
    const next = numberedPlace(place, n);
    if (batch.placeKeys.has(placeKey(next))) continue;
    if ((await existingOf(outputFiles(next, formats))).length === 0) return next;
  }
}

async function existingOf(files: readonly string[]): Promise<string[]> {
  const exist = await Promise.all(
    files.map((file) =>
      access(file).then(
        () => true,
        () => false,
      ),
    ),
  );
  return files.filter((_, i) => exist[i]);
}
