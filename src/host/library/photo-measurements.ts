import path from 'node:path';
import * as z from 'zod';
import { measurementsSchema, type KeptMeasurements } from '../../contract/app/measurements';
import { JsonFile } from '../json-file';

const fileSchema = z.record(z.string(), measurementsSchema);

/** What was measured in each photo, by the photo's path, kept in `measurements.json`. */
export class PhotoMeasurements {
  readonly #file: JsonFile<typeof fileSchema>;
  readonly #photos: Map<string, KeptMeasurements>;

  private constructor(file: JsonFile<typeof fileSchema>, photos: Record<string, KeptMeasurements>) {
    this.#file = file;
    this.#photos = new Map(Object.entries(photos));
  }

  static async open(dataFolder: string): Promise<PhotoMeasurements> {
    const file = new JsonFile(path.join(dataFolder, 'measurements.json'), fileSchema);
    const found = await file.read();
    return new PhotoMeasurements(file, found.kind === 'read' ? found.value : {});
  }

  of(photo: string): KeptMeasurements {
    return this.#photos.get(photo) ?? { list: [] };
  }

  async set(photo: string, measurements: KeptMeasurements): Promise<void> {
    if (measurements.list.length > 0 || measurements.level) this.#photos.set(photo, measurements);
    else this.#photos.delete(photo);
    await this.#file.write(Object.fromEntries(this.#photos));
  }
}
