import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ModelInfo } from '../../contract/diagnosis';
import { modelDescriptorSchema, type ModelDescriptor } from '../../core/models/descriptor';
import { FailureError, systemErrorCode } from '../failure-error';

/** A model whose file has been read whole and found to be the one its descriptor names. */
export interface VerifiedModel {
  readonly descriptor: ModelDescriptor;
  readonly file: string;
}

/** The models in a folder: one descriptor `<id>.json` each, the files they name beside it. */
export class ModelStore {
  readonly #folder: string;
  readonly #verified = new Map<string, Promise<VerifiedModel>>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * The model of that id, its file checked once per process against the descriptor's size and SHA-256.
   *
   * @throws FailureError `ModelMissing` or `ModelCorrupt`.
   */
  async open(id: string): Promise<VerifiedModel> {
    const known = this.#verified.get(id);
    if (known) return known;
    const opening = this.#verify(id);
    this.#verified.set(id, opening);
    // A failure may be repaired while the process lives: ask again next time.
    opening.catch(() => this.#verified.delete(id));
    return opening;
  }

  /** All models that have a descriptor, and the state of their files; none where there is no folder of models. */
  async list(): Promise<ModelInfo[]> {
    const files = await readdir(this.#folder).catch(() => []);
    const ids = files.filter((name) => name.endsWith('.json')).map((name) => path.basename(name, '.json'));
    return Promise.all(ids.sort().map((id) => this.#describe(id)));
  }

  async #describe(id: string): Promise<ModelInfo> {
    try {
      const { name, licence, file } = await this.#readDescriptor(id);
      const status = await this.#statusOf(id);
      return { id, name, licence, bytes: file.bytes, status, file: path.join(this.#folder, file.name) };
    } catch {
      const licence = { spdx: 'unknown', commercialUse: false };
      return { id, name: id, licence, bytes: 0, status: 'corrupt', file: this.#descriptorFile(id) };
    }
  }

  async #statusOf(id: string): Promise<ModelInfo['status']> {
    try {
      await this.open(id);
      return 'ready';
    } catch (error) {
      return error instanceof FailureError && error.failure.code === 'ModelMissing' ? 'missing' : 'corrupt';
    }
  }

  async #verify(id: string): Promise<VerifiedModel> {
    const descriptor = await this.#readDescriptor(id);
    const file = path.join(this.#folder, descriptor.file.name);
    const bytes = await sizeOf(file);
    if (bytes === undefined) {
      throw new FailureError('ModelMissing', `${file}: the file of model ${id} is not there`, REINSTALL);
    }
    if (bytes !== descriptor.file.bytes || (await sha256Of(file)) !== descriptor.file.sha256) {
      throw new FailureError(
        'ModelCorrupt',
        `${file}: is not the file that model ${id} names (size or SHA-256)`,
        REINSTALL,
      );
    }
    return { descriptor, file };
  }

  async #readDescriptor(id: string): Promise<ModelDescriptor> {
    const file = this.#descriptorFile(id);
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (error) {
      if (systemErrorCode(error) !== 'ENOENT') throw error;
      throw new FailureError('ModelMissing', `there is no model "${id}"`, 'See `fathom models` for those there are.');
    }
    try {
      return modelDescriptorSchema.parse(JSON.parse(text));
    } catch (error) {
      throw new FailureError('ModelCorrupt', `${file}: does not describe a model`, REINSTALL, { cause: error });
    }
  }

  #descriptorFile(id: string): string {
    return path.join(this.#folder, `${path.basename(id)}.json`);
  }
}

const REINSTALL = 'Restore it from the Fathom package or repository (git checkout models).';

async function sizeOf(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).size;
  } catch {
    return undefined;
  }
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}
