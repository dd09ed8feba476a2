import { createHash } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import * as z from 'zod';
import { verdictSchema } from '../../contract/diagnosis';
import type { Rung } from '../../core/precision/ladder';
import { isVerdictOn, type Verdict } from '../../core/precision/verdict';

/** Everything a verdict depends on: with another driver or size it may be another. */
export interface VerdictKey {
  readonly modelSha256: string;
  readonly provider: string;
  readonly device: string;
  readonly driver: string | undefined;
  readonly onnxRuntime: string;
  readonly input: { readonly widthPx: number; readonly heightPx: number };
}

/** Counts changes to how verdicts are come by: older ones are then no longer found. */
const VERSION = 4;

const fileSchema = z.object({ verdicts: z.array(verdictSchema) });

/** The verdicts there are, a small file for each key, replaced whole; in memory alone where no folder is given. */
export class VerdictStore {
  readonly #folder: string | undefined;
  readonly #known = new Map<string, readonly Verdict[]>();

  constructor(folder: string | undefined) {
    this.#folder = folder;
  }

  /** The verdicts on a provider's rungs; undefined where they have not been tried, or the file is damaged. */
  async read(key: VerdictKey): Promise<readonly Verdict[] | undefined> {
    const name = nameOf(key);
    const known = this.#known.get(name) ?? (await this.#readFile(name));
    if (known) this.#known.set(name, known);
    return known;
  }

  async write(key: VerdictKey, verdicts: readonly Verdict[]): Promise<void> {
    const name = nameOf(key);
    this.#known.set(name, verdicts);
    if (this.#folder === undefined) return;
    try {
      await mkdir(this.#folder, { recursive: true });
      await writeFileAtomic(this.#fileOf(name), JSON.stringify({ key, verdicts }, null, 2));
    } catch {
      // What cannot be kept is found out again by the next process.
    }
  }

  /** Remembers that a rung which had passed has failed at work. */
  async demote(
    key: VerdictKey,
    rung: Pick<Rung, 'precision' | 'islands'>,
    fault: Pick<Verdict, 'status' | 'reason'>,
  ): Promise<void> {
    const verdicts = (await this.read(key)) ?? [];
    const demoted = verdicts.map((verdict) => (isVerdictOn(verdict, rung) ? { ...verdict, ...fault } : verdict));
    await this.write(key, demoted);
  }

  /** Has a verdict stand for the one there is on its rung, if any. */
  async replace(key: VerdictKey, verdict: Verdict): Promise<void> {
    const others = ((await this.read(key)) ?? []).filter(
      (other) => !isVerdictOn(other, { precision: verdict.precision, islands: verdict.options.islands }),
    );
    await this.write(key, [...others, verdict]);
  }

  /** Has a provider tried anew. */
  async forget(key: VerdictKey): Promise<void> {
    const name = nameOf(key);
    this.#known.delete(name);
    if (this.#folder !== undefined) await rm(this.#fileOf(name), { force: true });
  }

  async #readFile(name: string): Promise<readonly Verdict[] | undefined> {
    if (this.#folder === undefined) return undefined;
    try {
      return fileSchema.parse(JSON.parse(await readFile(this.#fileOf(name), 'utf8'))).verdicts;
    } catch {
      return undefined;
    }
  }

  #fileOf(name: string): string {
    return path.join(this.#folder!, `${name}.json`);
  }
}

function nameOf({ modelSha256, provider, device, driver, onnxRuntime, input }: VerdictKey): string {
  const { widthPx, heightPx } = input;
  const parts = [VERSION, modelSha256, provider, device, driver ?? null, onnxRuntime, widthPx, heightPx];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
