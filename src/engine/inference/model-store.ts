import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { ModelInfo } from '../../contract/models';
import type { ModelDescriptor, ModelFile } from '../../core/models/descriptor';
import { offerOf, totalBytes } from '../../core/models/model-offer';
import { downloadFiles, type DownloadOptions } from '../download/download-files';
import type { RemoteFile } from '../download/remote-file';
import { removeFiles } from '../download/remove-files';
import { verifyFiles, type VerifiedFile } from '../download/verify-files';
import { FailureError } from '../failure-error';
import { sha256OfFile } from '../files/hash-file';
import {
  bundledDescriptor,
  findModel,
  listModelIds,
  RESTORE,
  type FoundModel,
  type ModelFolders,
} from './model-folders';

/** A model whose files have been read whole and found to be the ones its descriptor names. */
export interface VerifiedModel {
  readonly descriptor: ModelDescriptor;
  /** The graph. */
  readonly file: string;
  /** Of the graph; of the list of all files' hashes where weights lie beside it. */
  readonly sha256: string;
  /** Of the files and of all that decides how they are fed and read: two models of one fingerprint predict alike. */
  readonly fingerprint: string;
}

/** The models in the folders there are, each verified when it is first opened. */
export class ModelStore {
  readonly #folders: ModelFolders;
  readonly #verified = new Map<string, Promise<VerifiedModel>>();

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
    const opening = this.#find(id).then(verify);
    this.#verified.set(id, opening);
    // A failure may be repaired while the process lives: ask again next time.
    opening.catch(() => this.#verified.delete(id));
    return opening;
  }

  /** All models that have a descriptor or stand in the catalogue, and the state of their files. */
  async list(): Promise<ModelInfo[]> {
    const ids = await listModelIds(this.#folders);
    return Promise.all(ids.map((id) => this.#describe(id)));
  }

  /**
   * Downloads a model of the catalogue, or what is missing or damaged of it.
   *
   * @throws FailureError `ModelMissing`; `DownloadRefused` where no address or hash is known; else as `downloadFiles`.
   */
  async pull(id: string, options: DownloadOptions): Promise<void> {
    const found = await this.#find(id);
    if (found.origin === 'bundled') return;
    await downloadFiles(remoteFilesOf(found), found.folder, options);
    this.#verified.delete(id);
  }

  /**
   * Removes the files of a model of the catalogue; it can be pulled again.
   *
   * @throws FailureError `ModelMissing`; `DownloadRefused` where it came with Fathom; `OutputUnwritable`.
   */
  async remove(id: string, signal: AbortSignal): Promise<void> {
    const { descriptor, folder, origin } = await this.#find(id);
    if (origin === 'bundled') {
      throw new FailureError('DownloadRefused', `${id} came with Fathom and is not removed`, 'Remove Fathom itself.');
    }
    this.#verified.delete(id);
    await removeFiles(
      descriptor.files.map(({ name }) => name),
      folder,
      signal,
    );
  }

  /**
   * Reads every byte of a model's files again.
   *
   * @throws FailureError `ModelMissing`; `DownloadRefused` where no hash is known to hold them to.
   */
  async verify(id: string): Promise<VerifiedFile[]> {
    const found = await this.#find(id);
    return verifyFiles(remoteFilesOf(found), found.folder, { afresh: true });
  }

  async #find(id: string): Promise<FoundModel> {
    const found = await findModel(this.#folders, id);
    if (found) return found;
    throw new FailureError('ModelMissing', `there is no model "${id}"`, 'See `fathom models` for those there are.');
  }

  async #describe(id: string): Promise<ModelInfo> {
    try {
      const found = await this.#find(id);
      const { name, notes, licence } = found.descriptor;
      const status = await this.#statusOf(found);
      return { id, name, notes, licence, bytes: totalBytes(found.descriptor), status, file: graphOf(found) };
    } catch {
      const licence = { spdx: 'unknown', commercialUse: false };
      return { id, name: id, licence, status: 'corrupt', file: bundledDescriptor(this.#folders, id) };
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

/** @throws FailureError `DownloadRefused` where size or hash of a file is not known. */
function remoteFilesOf({ descriptor: { id, files } }: FoundModel): RemoteFile[] {
  return files.map(({ name, urls, bytes, sha256 }) => {
    if (bytes !== undefined && sha256 !== undefined) return { name, urls, bytes, sha256 };
    throw new FailureError(
      'DownloadRefused',
      `${id}: nobody has published the hash of ${name}, so no copy of it can be trusted`,
      NOT_OFFERED,
    );
  });
}

const NOT_OFFERED = 'Choose a model that `fathom models` lists with the status pull or ready.';

const graphOf = ({ descriptor, folder }: FoundModel): string => path.join(folder, descriptor.files[0]!.name);

async function verify(found: FoundModel): Promise<VerifiedModel> {
  const { descriptor } = found;
  const hashes: string[] = [];
  for (const file of descriptor.files) hashes.push(await verifyFile(found, file));
  const sha256 = hashes.length === 1 ? hashes[0]! : sha256OfText(hashes.join('\n'));
  const { input, scalarInputs, outputs } = descriptor;
  const fingerprint = sha256OfText(JSON.stringify([sha256, input, scalarInputs, outputs]));
  return { descriptor, file: graphOf(found), sha256, fingerprint };
}

/** The hash of a file that is what its descriptor says. */
async function verifyFile(found: FoundModel, { name, bytes, sha256 }: ModelFile): Promise<string> {
  const { id } = found.descriptor;
  const file = path.join(found.folder, name);
  const size = await sizeOf(file);
  if (size === undefined)
    throw new FailureError('ModelMissing', `${file}: a file of model ${id} is not there`, remedyFor(found));
  if (sha256 === undefined) {
    throw new FailureError('ModelMissing', `${file}: nothing says which file model ${id} needs`, remedyFor(found));
  }
  if ((bytes !== undefined && size !== bytes) || (await sha256OfFile(file)) !== sha256) {
    throw new FailureError(
      'ModelCorrupt',
      `${file}: is not the file that model ${id} names (size or SHA-256)`,
      remedyFor(found),
    );
  }
  return sha256;
}

function remedyFor({ descriptor, origin }: FoundModel): string {
  if (origin === 'bundled') return RESTORE;
  return offerOf(descriptor) === 'pull' ? `Get it with \`fathom models pull ${descriptor.id}\`.` : NOT_OFFERED;
}

async function sizeOf(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).size;
  } catch {
    return undefined;
  }
}

const sha256OfText = (text: string): string => createHash('sha256').update(text).digest('hex');
