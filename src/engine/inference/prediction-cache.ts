import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import * as z from 'zod';
import type { Prediction } from '../../core/depth/prediction';

/** Counts changes to what is fed to models or kept of their answers: older entries are then no longer found. */
const PREPROCESSING_VERSION = 2;

const ENTRY_EXTENSION = '.prediction';
/** Of an entry while it is written; what a killed process left of one counts as an entry and goes like one. */
const PASSING_EXTENSION = '.part';

/** After pruning, the cache is this share of its limit, so that it is not pruned at every photo. */
const PRUNED_SHARE = 0.9;

/** Everything a prediction depends on. The focal length is not among it: it is applied to what the cache holds. */
export interface PredictionKey {
  readonly photoIdentity: string;
  /** Of the model's files and of how they are fed and read: `VerifiedModel.fingerprint`. */
  readonly modelSha256: string;
  readonly input: { readonly widthPx: number; readonly heightPx: number };
  readonly content: { readonly widthPx: number; readonly heightPx: number };
  readonly provider: string;
  readonly precision: string;
}

/**
 * Predictions on disk, so that another focal, format or frame costs no second inference. Content-addressed files,
 * written whole under a passing name and renamed; a damaged entry is as good as none. Bounded: the longest unused go.
 *
 * Losing an entry costs a second of work, so nothing here is synced to disk, and no failure reaches the photo.
 */
export class PredictionCache {
  readonly #folder: string;
  readonly #limitBytes: number;
  #bytes: number | undefined;

  constructor(folder: string, limitBytes: number) {
    this.#folder = folder;
    this.#limitBytes = limitBytes;
  }

  async read(key: PredictionKey): Promise<Prediction | undefined> {
    const file = this.#fileOf(key);
    try {
      const prediction = decodeEntry(await readFile(file));
      const now = new Date();
      await utimes(file, now, now);
      return prediction;
    } catch {
      return undefined;
    }
  }

  async write(key: PredictionKey, prediction: Prediction): Promise<void> {
    const file = this.#fileOf(key);
    const passing = `${file}.${randomUUID()}${PASSING_EXTENSION}`;
    try {
      await mkdir(this.#folder, { recursive: true });
      const bytes = await writePieces(passing, encodeEntry(prediction));
      await rename(passing, file);
      await this.#account(bytes);
    } catch {
      await rm(passing, { force: true }).catch(() => undefined);
    }
  }

  #fileOf(key: PredictionKey): string {
    const digest = createHash('sha256')
      .update(JSON.stringify({ version: PREPROCESSING_VERSION, ...key }))
      .digest('hex');
    return path.join(this.#folder, digest + ENTRY_EXTENSION);
  }

  async #account(added: number): Promise<void> {
    this.#bytes = this.#bytes === undefined ? totalBytes(await this.#entries()) : this.#bytes + added;
    if (this.#bytes > this.#limitBytes) this.#bytes = await this.#prune();
  }

  /** Removes entries, longest unused first, until well under the limit; returns the bytes left. */
  async #prune(): Promise<number> {
    const entries = (await this.#entries()).sort((a, b) => a.usedAtMs - b.usedAtMs);
    let left = totalBytes(entries);
    for (const { file, bytes } of entries) {
      if (left <= this.#limitBytes * PRUNED_SHARE) break;
      await rm(file, { force: true });
      left -= bytes;
    }
    return left;
  }

  async #entries(): Promise<CacheFile[]> {
    const names = (await readdir(this.#folder)).filter(
      (name) => name.endsWith(ENTRY_EXTENSION) || name.endsWith(PASSING_EXTENSION),
    );
    const files = await Promise.all(names.map((name) => describe(path.join(this.#folder, name))));
    return files.filter((file) => file !== undefined);
  }
}

interface CacheFile {
  readonly file: string;
  readonly bytes: number;
  readonly usedAtMs: number;
}

async function describe(file: string): Promise<CacheFile | undefined> {
  try {
    const { size, mtimeMs } = await stat(file);
    return { file, bytes: size, usedAtMs: mtimeMs };
  } catch {
    // Another process pruned it meanwhile.
    return undefined;
  }
}

const totalBytes = (files: readonly CacheFile[]): number => files.reduce((sum, { bytes }) => sum + bytes, 0);

const CHANNELS = { depth: 1, points: 3, normals: 3, confidence: 1, validity: 1, sky: 1 } as const;
type ArrayName = keyof typeof CHANNELS;
type ScalarName = 'focalPx' | 'metricScale';

/** Entry: header length (uint32), JSON header padded to 4 bytes, then the arrays it names as float32, in its order. */
const headerSchema = z.object({
  widthPx: z.number().int().positive(),
  heightPx: z.number().int().positive(),
  arrays: z.array(z.enum(Object.keys(CHANNELS) as ArrayName[])),
  scalars: z.object({ focalPx: z.number().optional(), metricScale: z.number().optional() }),
  crc32: z.number(),
});

/** The pieces of an entry, one after the other: megabytes of predictions are not copied to be written. */
function encodeEntry(prediction: Prediction): Buffer[] {
  const parts: Partial<Record<ArrayName, Float32Array> & Record<ScalarName, number>> = prediction;
  const names = (Object.keys(CHANNELS) as ArrayName[]).filter((name) => parts[name] !== undefined);
  const body = names.map((name) => bytesOf(parts[name]!));
  const header = JSON.stringify({
    ...prediction.size,
    arrays: names,
    scalars: { focalPx: parts.focalPx, metricScale: parts.metricScale },
    crc32: body.reduce((sum, piece) => crc32(piece, sum), 0),
  });
  const padded = Buffer.from(header.padEnd(Math.ceil(header.length / 4) * 4));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(padded.length);
  return [length, padded, ...body];
}

async function writePieces(file: string, pieces: readonly Buffer[]): Promise<number> {
  const handle = await open(file, 'wx');
  try {
    const { bytesWritten } = await handle.writev(pieces);
    return bytesWritten;
  } finally {
    await handle.close();
  }
}

/** @throws where the entry is not whole. */
function decodeEntry(entry: Buffer): Prediction {
  const headerLength = entry.readUInt32LE(0);
  const { arrays, scalars, ...header } = headerSchema.parse(JSON.parse(entry.toString('utf8', 4, 4 + headerLength)));
  const body = entry.subarray(4 + headerLength);
  const pixels = header.widthPx * header.heightPx;
  const channels = arrays.reduce((sum, name) => sum + CHANNELS[name], 0);
  if (body.length !== 4 * pixels * channels || crc32(body) !== header.crc32) throw new Error('damaged cache entry');
  const floats = new Float32Array(body.buffer.slice(body.byteOffset, body.byteOffset + body.length));
  const parts: Partial<Record<ArrayName, Float32Array>> = {};
  let start = 0;
  for (const name of arrays) {
    const end = start + CHANNELS[name] * pixels;
    parts[name] = floats.subarray(start, end);
    start = end;
  }
  return predictionOf({ widthPx: header.widthPx, heightPx: header.heightPx }, parts, scalars);
}

function predictionOf(
  size: Prediction['size'],
  { depth, points, ...planes }: Partial<Record<ArrayName, Float32Array>>,
  { focalPx, metricScale }: z.infer<typeof headerSchema>['scalars'],
): Prediction {
  if (depth) return { size, depth, ...planes, ...(focalPx !== undefined && { focalPx }) };
  if (points && metricScale !== undefined) return { size, points, ...planes, metricScale };
  throw new Error('damaged cache entry');
}

const bytesOf = (array: Float32Array): Buffer => Buffer.from(array.buffer, array.byteOffset, array.byteLength);
