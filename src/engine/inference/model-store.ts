import type { ModelInfo } from '../../contract/models';
import type { ModelDescriptor } from '../../core/models/descriptor';
import { offerOf, totalBytes } from '../../core/models/model-offer';
import { ladderOf } from '../../core/precision/ladder';
import { processor } from '../devices/find-devices';
import { FailureError } from '../failure-error';
import { bundledDescriptor, findModel, listModelIds, type FoundModel, type ModelFolders } from './model-folders';
import { graphOf, verifyModel, type VerifiedModel } from './verified-model';

/** A model and the state of its files. */
export type StoredModel = Omit<ModelInfo, 'measured' | 'tooLarge' | 'tiers'>;

/** The models in the folders there are, each verified when it is first opened. */
export class ModelStore {
  readonly #folders: ModelFolders;
  readonly #verified = new Map<string, Promise<VerifiedModel>>();
  readonly #open = new Set<string>();

  constructor(bundledFolder: string, userFolder?: string) {
    this.#folders = { bundled: bundledFolder, user: userFolder };
  }

  /**
   * The model of that id, its files checked once per process against the descriptor's sizes and SHA-256.
   *
   * @throws FailureError `ModelMissing` or `ModelCorrupt`.
   */
  async open(id: string): Promise<VerifiedModel> {
    const known = this.#verified.get(id);
    if (known) return known;
    const opening = this.find(id).then(verifyModel);
    this.#verified.set(id, opening);
    opening.then(
      () => this.#open.add(id),
      // A failure may be repaired while the process lives: ask again next time.
      () => this.#verified.delete(id),
    );
    return opening;
  }

  /** Whether a model's files have been checked, so that {@link open} answers at once. */
  isOpen(id: string): boolean {
    return this.#open.has(id);
  }

  /**
   * The descriptor of the model of that id, and where its files are or belong.
   *
   * @throws FailureError `ModelMissing`; `ModelCorrupt` where the descriptor cannot be understood.
   */
  async find(id: string): Promise<FoundModel> {
    const found = await findModel(this.#folders, id);
    if (found) return found;
    throw new FailureError('ModelMissing', `there is no model "${id}"`, 'See `fathom models` for those there are.');
  }

  /** Checks a model anew when it is next opened: its files have been changed. */
  forget(id: string): void {
    this.#verified.delete(id);
    this.#open.delete(id);
  }

  /** All models that have a descriptor or stand in the catalogue, and the state of their files. */
  async list(): Promise<StoredModel[]> {
    const ids = await listModelIds(this.#folders);
    return Promise.all(ids.map((id) => this.#describe(id)));
  }

  async #describe(id: string): Promise<StoredModel> {
    try {
      const found = await this.find(id);
      const { name, notes, licence, accuracy } = found.descriptor;
      const status = await this.#statusOf(found);
      const runs = runsOnEveryMachine(found.descriptor);
      const removable = found.origin !== 'bundled' && (status === 'ready' || status === 'corrupt');
      const bytes = totalBytes(found.descriptor);
      return {
        id,
        name,
        notes,
        licence,
        accuracy,
        bytes,
        status,
        ...(!runs && { needsPrecision: found.descriptor.precisions }),
        removable,
        file: graphOf(found),
      };
    } catch {
      const licence = { spdx: 'unknown', commercialUse: false };
      return { id, name: id, licence, status: 'corrupt', removable: false, file: bundledDescriptor(this.#folders, id) };
    }
  }

  async #statusOf({ descriptor, origin }: FoundModel): Promise<ModelInfo['status']> {
    try {
      await this.open(descriptor.id);
      return 'ready';
    } catch (error) {
      if (!(error instanceof FailureError && error.failure.code === 'ModelMissing')) return 'corrupt';
      return origin === 'catalogue' ? offerOf(descriptor) : 'missing';
    }
  }
}

/** Whether a model has a file that the processor computes, or one that can be converted to what it computes. */
function runsOnEveryMachine({ precisions }: ModelDescriptor): boolean {
  const computed = ladderOf('cpu', processor()).map(({ precision }) => precision);
  return precisions.some((own) => own === 'fp16' || computed.some((precision) => precision === own));
}
