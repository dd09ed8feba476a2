import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import * as z from 'zod';
import type { Prediction } from '../../core/depth/prediction';
import { BoundedCache } from '../files/bounded-cache';

/** Counts changes to what is fed to models or kept of their answers: older entries are then no longer found. */
const PREPROCESSING_VERSION = 2;

const ENTRY_EXTENSION = '.prediction';

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
 * Predictions on disk, so that another focal, format or frame costs no second inference. Content-addressed; a damaged
 * entry is as good as none.
 */
export class PredictionCache {
  readonly #entries: BoundedCache;

  constructor(folder: string, limitBytes: number) {
    this.#entries = new BoundedCache(folder, ENTRY_EXTENSION, limitBytes);
  }

  async read(key: PredictionKey): Promise<Prediction | undefined> {
    const entry = await this.#entries.read(nameOf(key));
    try {
      return entry && decodeEntry(entry);
    } catch {
      return undefined;
    }
  }

  has(key: PredictionKey): Promise<boolean> {
    return this.#entries.has(nameOf(key));
  }

  write(key: PredictionKey, prediction: Prediction): Promise<void> {
    return this.#entries.write(nameOf(key), encodeEntry(prediction));
  }

  usageBytes(): Promise<number> {
    return this.#entries.usageBytes();
  }

  clear(): Promise<void> {
    return this.#entries.clear();
  }
}

function nameOf(key: PredictionKey): string {
  return createHash('sha256')
    .update(JSON.stringify({ version: PREPROCESSING_VERSION, ...key }))
    .digest('hex');
}

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
