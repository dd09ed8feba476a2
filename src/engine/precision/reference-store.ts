import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { env } from 'onnxruntime-node';
import writeFileAtomic from 'write-file-atomic';
import * as z from 'zod';
import { PredictionCache, type PredictionKey } from '../inference/prediction-cache';
import type { Reference } from './reference';
import type { TestPicture, Trial } from './trial';

/** References of large models are tens of megabytes each. */
const LIMIT_BYTES = 256 * 2 ** 20;

/** What is known of a reference besides its prediction. */
const recordSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('made'), ms: z.number() }),
  z.object({ kind: z.literal('small'), reason: z.string() }),
]);

/**
 * References on disk: made once for each model and size, whatever is tried against them later. One that is damaged is as
 * good as none.
 */
export class ReferenceStore {
  readonly #folder: string | undefined;
  readonly #predictions: PredictionCache | undefined;

  /** @param folder undefined keeps none. */
  constructor(folder: string | undefined) {
    this.#folder = folder;
    this.#predictions = folder === undefined ? undefined : new PredictionCache(folder, LIMIT_BYTES);
  }

  /** @param small the picture it was made of where full size was too much. */
  async read(trial: Trial, small: TestPicture | undefined): Promise<Reference | undefined> {
    const record = await this.#readRecord(trial);
    if (!record) return undefined;
    const picture = record.kind === 'made' ? trial.picture : small;
    const prediction = picture && (await this.#predictions?.read(predictionKey(trial, picture)));
    if (!picture || !prediction) return undefined;
    return record.kind === 'made' ? { ...record, prediction } : { ...record, picture, prediction };
  }

  async write(trial: Trial, reference: Reference): Promise<void> {
    if (this.#folder === undefined || reference.kind === 'none') return;
    const { prediction } = reference;
    const picture = reference.kind === 'made' ? trial.picture : reference.picture;
    await this.#predictions!.write(predictionKey(trial, picture), prediction);
    try {
      await mkdir(this.#folder, { recursive: true });
      await writeFileAtomic(this.#fileOf(trial), JSON.stringify(recordSchema.parse(reference)));
    } catch {
      // What cannot be kept is made again by the next process.
    }
  }

  async #readRecord(trial: Trial): Promise<z.infer<typeof recordSchema> | undefined> {
    if (this.#folder === undefined) return undefined;
    try {
      return recordSchema.parse(JSON.parse(await readFile(this.#fileOf(trial), 'utf8')));
    } catch {
      return undefined;
    }
  }

  /** The time belongs to so many threads. */
  #fileOf(trial: Trial): string {
    const key = JSON.stringify([predictionKey(trial, trial.picture), trial.threads]);
    return path.join(this.#folder!, `${createHash('sha256').update(key).digest('hex')}.json`);
  }
}

function predictionKey({ model }: Trial, { geometry, tensor }: TestPicture): PredictionKey {
  const { input, content } = geometry;
  return {
    photoIdentity: createHash('sha256').update(tensor).digest('hex'),
    modelSha256: model.fingerprint,
    input,
    content: { widthPx: content.widthPx, heightPx: content.heightPx },
    provider: `cpu of ${env.versions.node ?? 'unknown'}`,
    precision: 'fp32',
  };
}
