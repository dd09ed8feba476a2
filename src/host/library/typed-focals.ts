import path from 'node:path';
import * as z from 'zod';
import { focalRequestSchema } from '../../contract/camera';
import type { FocalRequest } from '../../core/camera/focal-request';
import { JsonFile } from '../json-file';

const typedFocalsSchema = z.record(z.string(), focalRequestSchema);

/** The focal lengths a person has typed, by the photo's path, kept in `focals.json`. */
export class TypedFocals {
  readonly #file: JsonFile<typeof typedFocalsSchema>;
  readonly #focals: Map<string, FocalRequest>;

  private constructor(file: JsonFile<typeof typedFocalsSchema>, focals: Record<string, FocalRequest>) {
    this.#file = file;
    this.#focals = new Map(Object.entries(focals));
  }

  static async open(dataFolder: string): Promise<TypedFocals> {
    const file = new JsonFile(path.join(dataFolder, 'focals.json'), typedFocalsSchema);
    const found = await file.read();
    return new TypedFocals(file, found.kind === 'read' ? found.value : {});
  }

  of(photo: string): FocalRequest | undefined {
    return this.#focals.get(photo);
  }

  /** Those of all photos, by path. */
  all(): Record<string, FocalRequest> {
    return Object.fromEntries(this.#focals);
  }

  /** @param focal null forgets what was typed. */
  async set(photos: readonly string[], focal: FocalRequest | null): Promise<void> {
    for (const photo of photos) {
      if (focal) this.#focals.set(photo, focal);
      else this.#focals.delete(photo);
    }
    await this.#file.write(this.all());
  }
}
