import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { env } from 'onnxruntime-node';
import writeFileAtomic from 'write-file-atomic';
import * as z from 'zod';
import type { InputGeometry } from '../../core/camera/input-geometry';
import type { VerifiedModel } from '../inference/verified-model';
import type { Ranges } from './trial';

const rangesSchema = z
  .array(z.tuple([z.string(), z.number()]))
  .readonly()
  .transform((entries): ReadonlyMap<string, number> => new Map(entries));

const fileSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('made'),
    calibration: z.object({ magnitudes: rangesSchema, partialSums: rangesSchema }),
  }),
  z.object({ kind: z.literal('skipped'), reason: z.string() }),
]);

/**
 * The ranges there are, a file for each model and input size; in memory alone where no folder is given. What was skipped
 * stays skipped until everything is tried anew: a graph is run with the islands it was verified with.
 */
export class RangesStore {
  readonly #folder: string | undefined;
  readonly #known = new Map<string, Ranges>();

  constructor(folder: string | undefined) {
    this.#folder = folder;
  }

  /** Undefined where nothing was measured yet, or the file is damaged. */
  async read(model: VerifiedModel, input: InputGeometry['input']): Promise<Ranges | undefined> {
    const name = nameOf(model, input);
    const known = this.#known.get(name) ?? (await this.#readFile(name));
    if (known) this.#known.set(name, known);
    return known;
  }

  async write(model: VerifiedModel, input: InputGeometry['input'], ranges: Ranges): Promise<void> {
    const name = nameOf(model, input);
    this.#known.set(name, ranges);
    if (this.#folder === undefined) return;
    try {
      await mkdir(this.#folder, { recursive: true });
      await writeFileAtomic(path.join(this.#folder, name), JSON.stringify(plain(ranges)));
    } catch {
      // What cannot be kept is measured again by the next process.
    }
  }

  async #readFile(name: string): Promise<Ranges | undefined> {
    if (this.#folder === undefined) return undefined;
    try {
      return fileSchema.parse(JSON.parse(await readFile(path.join(this.#folder, name), 'utf8')));
    } catch {
      return undefined;
    }
  }
}

function plain(ranges: Ranges): object {
  if (ranges.kind === 'skipped') return ranges;
  const { magnitudes, partialSums } = ranges.calibration;
  return { kind: 'made', calibration: { magnitudes: [...magnitudes], partialSums: [...partialSums] } };
}

function nameOf({ fingerprint }: VerifiedModel, { widthPx, heightPx }: InputGeometry['input']): string {
  const key = JSON.stringify([fingerprint, widthPx, heightPx, env.versions.node ?? 'unknown']);
  return `${createHash('sha256').update(key).digest('hex')}.json`;
}
