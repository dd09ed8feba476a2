import { mkdir, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type * as z from 'zod';

/** What was read of a file: what it holds, or what there is without it, and why. */
export type ReadJson<Value> =
  | { readonly kind: 'read'; readonly value: Value }
  | { readonly kind: 'missing' }
  /** It was not what it should be; it lies beside its old place under `keptAs` now. */
  | { readonly kind: 'broken'; readonly keptAs: string; readonly why: string };

/** Turns the content of an older version into that of the next. */
export type Migration = (content: unknown) => unknown;

/**
 * One JSON file of the app's own, `{"version": n, "content": …}`: checked when it is read, replaced whole when it is
 * written. A file that cannot be understood is kept aside, never overwritten.
 */
export class JsonFile<Schema extends z.ZodType> {
  readonly path: string;
  readonly #schema: Schema;
  readonly #migrations: readonly Migration[];
  #writing: Promise<void> = Promise.resolve();

  /** @param migrations the n-th turns version n + 1 into n + 2; the file's own version is one more than there are. */
  constructor(file: string, schema: Schema, migrations: readonly Migration[] = []) {
    this.path = file;
    this.#schema = schema;
    this.#migrations = migrations;
  }

  async read(): Promise<ReadJson<z.output<Schema>>> {
    let text: string;
    try {
      text = await readFile(this.path, 'utf8');
    } catch {
      return { kind: 'missing' };
    }
    try {
      return { kind: 'read', value: this.#schema.parse(this.#migrated(JSON.parse(text))) };
    } catch (error) {
      const keptAs = await this.#keepAside();
      return { kind: 'broken', keptAs, why: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Writes after whatever is being written; the last value stays. */
  write(value: z.input<Schema>): Promise<void> {
    const text = `${JSON.stringify({ version: this.#version, content: value }, null, 2)}\n`;
    this.#writing = this.#writing.catch(() => undefined).then(() => this.#replace(text));
    return this.#writing;
  }

  get #version(): number {
    return this.#migrations.length + 1;
  }

  /** @throws Error where the file is of a later version, or none of ours. */
  #migrated(file: unknown): unknown {
    const { version, content } = file as { version?: unknown; content?: unknown };
    if (typeof version !== 'number' || version < 1 || version > this.#version) {
      throw new Error(`version ${String(version)} is not one this app knows`);
    }
    return this.#migrations.slice(version - 1).reduce((older, migrate) => migrate(older), content);
  }

  async #replace(text: string): Promise<void> {
    await mkdir(path.dirname(this.path), { recursive: true });
    await writeFileAtomic(this.path, text);
  }

  async #keepAside(): Promise<string> {
    const keptAs = `${this.path}.broken-${new Date().toISOString().replaceAll(':', '-')}`;
    await rename(this.path, keptAs);
    return keptAs;
  }
}
