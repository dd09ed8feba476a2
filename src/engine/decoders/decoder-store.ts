import { existsSync } from 'node:fs';
import { rmdir } from 'node:fs/promises';
import path from 'node:path';
import type { DecoderId, DecoderInfo } from '../../contract/decoders';
import type { DownloadOptions } from '../download/download-files';
import { removeFiles } from '../download/remove-files';
import { verifyFiles } from '../download/verify-files';
import { FailureError } from '../failure-error';
import { HEIC_PACKAGE, type DecoderPackage } from './heic-package';
import { installPackage } from './install-package';

const PACKAGES: Readonly<Record<DecoderId, DecoderPackage>> = { heic: HEIC_PACKAGE };

/** The decoders that a user may add, a folder each. */
export class DecoderStore {
  readonly #folder: string | undefined;
  readonly #packages: Readonly<Record<DecoderId, DecoderPackage>>;

  /**
   * @param folder holds a folder per decoder; undefined where the host wants none.
   * @param packages what can be had; others than the pinned ones are for tests.
   */
  constructor(folder: string | undefined, packages = PACKAGES) {
    this.#folder = folder;
    this.#packages = packages;
  }

  async list(): Promise<DecoderInfo[]> {
    const ids = Object.keys(this.#packages) as DecoderId[];
    return Promise.all(
      ids.map(async (id) => {
        const { name, version, formats, licence, archive } = this.#packages[id];
        const status = await this.#statusOf(id);
        return {
          id,
          name,
          version,
          formats: [...formats],
          licence,
          bytes: archive.bytes,
          status,
          folder: this.#place(id),
        };
      }),
    );
  }

  /** Whether a decoder is here and whole. Another process may install or remove it at any time. */
  async isReady(id: DecoderId): Promise<boolean> {
    return (await this.#statusOf(id)) === 'ready';
  }

  /** Where a file of a decoder lies, or would. */
  fileOf(id: DecoderId, name: string): string {
    return path.join(this.#requireFolder(), id, name);
  }

  /**
   * Downloads a decoder where it is not here whole, and unpacks it.
   *
   * @throws FailureError as `installPackage`; `DownloadRefused` where the host wants no decoders.
   */
  async install(id: DecoderId, options: DownloadOptions): Promise<void> {
    const folder = path.join(this.#requireFolder(), id);
    if (!(await this.isReady(id))) await installPackage(this.#packages[id], folder, options);
  }

  /**
   * Removes a decoder, and whatever its download left.
   *
   * @throws FailureError `OutputUnwritable`, or `Cancelled`.
   */
  async remove(id: DecoderId, signal: AbortSignal): Promise<void> {
    const folder = this.#place(id);
    if (folder === undefined || !existsSync(folder)) return;
    const { archive, files } = this.#packages[id];
    await removeFiles([...files.map(({ name }) => name), archive.name], folder, signal);
    // What a person has put there stays.
    await rmdir(folder).catch(() => undefined);
  }

  async #statusOf(id: DecoderId): Promise<DecoderInfo['status']> {
    const folder = this.#place(id);
    if (folder === undefined) return 'absent';
    const states = (await verifyFiles(this.#packages[id].files, folder)).map(({ state }) => state);
    if (states.every((state) => state === 'whole')) return 'ready';
    return states.every((state) => state === 'missing') ? 'absent' : 'damaged';
  }

  #place(id: DecoderId): string | undefined {
    return this.#folder === undefined ? undefined : path.join(this.#folder, id);
  }

  #requireFolder(): string {
    if (this.#folder !== undefined) return this.#folder;
    throw new FailureError(
      'DownloadRefused',
      'decoders have no folder here',
      'Install it with the desktop app or with: fathom decoders install heic',
    );
  }
}
