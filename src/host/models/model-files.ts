import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { ORPCError } from '@orpc/server';
import { modelFileIdSchema, type ModelFileEntry, type ModelFileId } from '../../contract/app/models';

/** The ONNX files handed out to windows, by opaque ids: a window cannot ask for a file by its name. */
export class ModelFiles {
  readonly #paths = new Map<ModelFileId, string>();
  readonly #ids = new Map<string, ModelFileId>();

  add(file: string): ModelFileEntry {
    const id = this.#ids.get(file) ?? modelFileIdSchema.parse(randomUUID());
    this.#ids.set(file, id);
    this.#paths.set(id, file);
    return { id, name: path.basename(file) };
  }

  /** @throws ORPCError `ModelMissing` for an id that was not handed out. */
  find(id: ModelFileId): string {
    const file = this.#paths.get(id);
    if (file !== undefined) return file;
    throw new ORPCError('ModelMissing', {
      message: 'this file was not offered',
      data: { remedy: 'Choose it again.' },
    });
  }

  /** Hands out the ONNX files that lie in folders, not in folders of these; one that cannot be read has none. */
  async addThoseIn(folders: readonly string[]): Promise<ModelFileEntry[]> {
    const lists = await Promise.all(folders.map(onnxFilesIn));
    return lists.flat().map((file) => this.add(file));
  }
}

async function onnxFilesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  // No links: what they point at may lie outside of what is open.
  const files = entries.filter((entry) => entry.isFile() && entry.name.toLowerCase().endsWith('.onnx'));
  return files.map(({ name }) => path.join(folder, name)).sort();
}
