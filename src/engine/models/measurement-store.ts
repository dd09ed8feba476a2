import { readFile } from 'node:fs/promises';
import { env } from 'onnxruntime-node';
import * as z from 'zod';
import { measurementSchema, type Measurement } from '../../contract/measure';
import { commitFiles, stageFile } from '../files/staged-file';
import type { Provider } from '../inference/providers';
import type { VerifiedModel } from '../inference/verified-model';

/** Everything a measurement depends on, as a key. */
const measurementsSchema = z.record(z.string(), measurementSchema);
type Measurements = z.infer<typeof measurementsSchema>;

/**
 * What models were measured to take on this machine: by their files and how they are fed, device, threads and ONNX Runtime's
 * version. Another of these, and a model counts as not measured.
 */
export class MeasurementStore {
  readonly #file: string | undefined;
  readonly #threads: number;
  #known: Measurements = {};

  /** @param file where measurements are kept; undefined keeps them as long as the engine lives. */
  constructor(file: string | undefined, threads: number) {
    this.#file = file;
    this.#threads = threads;
  }

  async find(model: VerifiedModel, provider: Provider): Promise<Measurement | undefined> {
    return (await this.#read())[this.#keyOf(model, provider)];
  }

  /** @throws FailureError `DiskFull` or `OutputUnwritable`. */
  async keep(model: VerifiedModel, provider: Provider, measured: Measurement): Promise<void> {
    // Another process may have measured meanwhile.
    this.#known = { ...(await this.#read()), [this.#keyOf(model, provider)]: measured };
    if (this.#file === undefined) return;
    const text = `${JSON.stringify(this.#known, undefined, 2)}\n`;
    await commitFiles([await stageFile(this.#file, [Buffer.from(text)])]);
  }

  #keyOf({ fingerprint }: VerifiedModel, { name, label }: Provider): string {
    return [fingerprint, name, label, `${String(this.#threads)} threads`, env.versions.node ?? 'unknown'].join(' | ');
  }

  /** A file that is missing, or cannot be understood, says nothing: measuring again is all it costs. */
  async #read(): Promise<Measurements> {
    if (this.#file === undefined) return this.#known;
    try {
      return measurementsSchema.parse(JSON.parse(await readFile(this.#file, 'utf8')));
    } catch {
      return {};
    }
  }
}
