import path from 'node:path';
import * as z from 'zod';
import { depthFileSchema, type DepthFile } from '../../contract/estimate';
import { JsonFile } from '../json-file';

const importedDepthsSchema = z.record(z.string(), depthFileSchema);

/** The depth maps a person has chosen in place of a model's depth, by the photo's path, kept in `depths.json`. */
export class ImportedDepths {
  readonly #file: JsonFile<typeof importedDepthsSchema>;
  readonly #depths: Map<string, DepthFile>;

  private constructor(file: JsonFile<typeof importedDepthsSchema>, depths: Record<string, DepthFile>) {
    this.#file = file;
    this.#depths = new Map(Object.entries(depths));
  }

  static async open(dataFolder: string): Promise<ImportedDepths> {
    const file = new JsonFile(path.join(dataFolder, 'depths.json'), importedDepthsSchema);
    const found = await file.read();
    return new ImportedDepths(file, found.kind === 'read' ? found.value : {});
  }

  of(photo: string): DepthFile | undefined {
    return this.#depths.get(photo);
  }

  /** Those of all photos, by path. */
  all(): Record<string, DepthFile> {
    return Object.fromEntries(this.#depths);
  }

  /** @param depth null goes back to the model. */
  async set(photo: string, depth: DepthFile | null): Promise<void> {
    if (depth) this.#depths.set(photo, depth);
    else this.#depths.delete(photo);
    await this.#file.write(this.all());
  }
}
