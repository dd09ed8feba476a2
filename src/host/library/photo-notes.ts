import path from 'node:path';
import * as z from 'zod';
import { JsonFile } from '../json-file';

type NotesSchema<Note> = z.ZodRecord<z.ZodString, z.ZodType<Note>>;

/** One kind of thing a person said of single photos, by the photo's path, kept in a file of the app's own. */
export class PhotoNotes<Note> {
  readonly #file: JsonFile<NotesSchema<Note>>;
  readonly #notes: Map<string, Note>;

  private constructor(file: JsonFile<NotesSchema<Note>>, notes: Record<string, Note>) {
    this.#file = file;
    this.#notes = new Map(Object.entries(notes));
  }

  static async open<Note>(
    dataFolder: string,
    fileName: string,
    noteSchema: z.ZodType<Note>,
  ): Promise<PhotoNotes<Note>> {
    const file = new JsonFile(path.join(dataFolder, fileName), z.record(z.string(), noteSchema));
    const found = await file.read();
    return new PhotoNotes(file, found.kind === 'read' ? found.value : {});
  }

  of(photo: string): Note | undefined {
    return this.#notes.get(photo);
  }

  /** Those of all photos, by path. */
  all(): Record<string, Note> {
    return Object.fromEntries(this.#notes);
  }

  /** @param note null forgets what was said of these photos. */
  async set(photos: readonly string[], note: Note | null): Promise<void> {
    for (const photo of photos) {
      if (note === null) this.#notes.delete(photo);
      else this.#notes.set(photo, note);
    }
    await this.#file.write(this.all());
  }
}
