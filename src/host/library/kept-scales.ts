import path from 'node:path';
import * as z from 'zod';
import { scaleCorrectionSchema } from '../../contract/scale';
import type { ScaleCorrection, ScaleCorrections } from '../../core/measuring/scale-correction';
import { JsonFile } from '../json-file';

const fileSchema = z.object({
  photos: z.record(z.string(), scaleCorrectionSchema),
  cameras: z.record(z.string(), scaleCorrectionSchema),
});

/** Which photos a correction is for: one, or all that a camera takes. */
export interface ScaleTarget {
  readonly kind: 'photos' | 'cameras';
  readonly key: string;
}

/** The corrections of scale by known lengths, by the photo's path or the camera's name, kept in `scales.json`. */
export class KeptScales {
  readonly #file: JsonFile<typeof fileSchema>;
  readonly #scales: Readonly<Record<ScaleTarget['kind'], Map<string, ScaleCorrection>>>;

  private constructor(file: JsonFile<typeof fileSchema>, { photos, cameras }: z.output<typeof fileSchema>) {
    this.#file = file;
    this.#scales = { photos: new Map(Object.entries(photos)), cameras: new Map(Object.entries(cameras)) };
  }

  static async open(dataFolder: string): Promise<KeptScales> {
    const file = new JsonFile(path.join(dataFolder, 'scales.json'), fileSchema);
    const found = await file.read();
    return new KeptScales(file, found.kind === 'read' ? found.value : { photos: {}, cameras: {} });
  }

  all(): ScaleCorrections {
    const { photos, cameras } = this.#scales;
    return { photos: Object.fromEntries(photos), cameras: Object.fromEntries(cameras) };
  }

  /** Those that one photo may need. */
  forPhoto(photo: string): ScaleCorrections {
    const own = this.#scales.photos.get(photo);
    return { photos: own ? { [photo]: own } : {}, cameras: Object.fromEntries(this.#scales.cameras) };
  }

  /** Keeps a correction; null forgets it. */
  async set({ kind, key }: ScaleTarget, correction: ScaleCorrection | null): Promise<void> {
    if (correction) this.#scales[kind].set(key, correction);
    else this.#scales[kind].delete(key);
    await this.#file.write({ ...this.all() });
  }
}
