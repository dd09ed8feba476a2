import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { tempFolder } from '../../../test/fixtures/temp-folder';
import type { Prediction } from '../../core/depth/prediction';
import { PredictionCache, type PredictionKey } from './prediction-cache';

const ROOMY = 2 ** 30;
const root = tempFolder();
let folder: string;
let count = 0;

beforeEach(() => {
  folder = path.join(root, String(count++));
});

const key = (photoIdentity: string): PredictionKey => ({
  photoIdentity,
  modelSha256: 'm',
  input: { widthPx: 64, heightPx: 32 },
  content: { widthPx: 64, heightPx: 32 },
  provider: 'cpu',
  precision: 'fp32',
});

/** A prediction of arbitrary bits, not-a-numbers among them. */
function predictionOf(seed: number, { normals = true, confidence = true } = {}): Prediction {
  const size = { widthPx: 5, heightPx: 4 };
  const floats = (length: number, salt: number): Float32Array =>
    new Float32Array(Uint32Array.from({ length }, (_, i) => Math.imul(i + salt, 0x9e3779b1) ^ seed).buffer);
  return {
    size,
    depth: floats(20, 1),
    ...(normals && { normals: floats(60, 2) }),
    ...(confidence && { confidence: floats(20, 3) }),
  };
}

const bits = ({ size, depth, normals, confidence }: Prediction) => ({
  size,
  arrays: [depth, normals, confidence].map((array) => array && Buffer.from(array.slice().buffer).toString('hex')),
});

/** The one entry in the cache's folder. */
async function entryFile(): Promise<string> {
  const [name] = await readdir(folder);
  return path.join(folder, name!);
}

describe('PredictionCache', () => {
  it.each([
    { normals: true, confidence: true },
    { normals: true, confidence: false },
    { normals: false, confidence: true },
    { normals: false, confidence: false },
  ])('gives back every bit of a prediction with %o', async (parts) => {
    const prediction = predictionOf(7, parts);
    await new PredictionCache(folder, ROOMY).write(key('a'), prediction);
    const found = await new PredictionCache(folder, ROOMY).read(key('a'));
    expect(bits(found!)).toEqual(bits(prediction));
  });

  it.each<Prediction>([
    {
      size: { widthPx: 2, heightPx: 1 },
      points: Float32Array.of(1, 2, 3, 4, 5, 6),
      metricScale: 0.1,
      normals: Float32Array.of(7, 8, 9, 10, 11, 12),
      validity: Float32Array.of(13, 14),
    },
    {
      size: { widthPx: 1, heightPx: 2 },
      depth: Float32Array.of(1, 2),
      focalPx: 1234.5678,
      sky: Float32Array.of(3, 4),
    },
  ])('gives back whatever else a model says: %o', async (prediction) => {
    await new PredictionCache(folder, ROOMY).write(key('a'), prediction);
    expect(await new PredictionCache(folder, ROOMY).read(key('a'))).toEqual(prediction);
  });

  it('knows nothing before it is told, and nothing for any other key', async () => {
    const cache = new PredictionCache(folder, ROOMY);
    expect(await cache.read(key('a'))).toBeUndefined();
    await cache.write(key('a'), predictionOf(1));
    const others: PredictionKey[] = [
      key('b'),
      { ...key('a'), modelSha256: 'n' },
      { ...key('a'), input: { widthPx: 32, heightPx: 64 } },
      { ...key('a'), content: { widthPx: 64, heightPx: 31 } },
      { ...key('a'), provider: 'cuda' },
      { ...key('a'), precision: 'fp16' },
    ];
    expect(await Promise.all(others.map((other) => cache.read(other)))).toEqual(others.map(() => undefined));
  });

  it('takes a damaged entry for none', async () => {
    const cache = new PredictionCache(folder, ROOMY);
    await cache.write(key('a'), predictionOf(1));
    const file = await entryFile();
    const whole = await readFile(file);
    const place = fc.integer({ min: 0, max: whole.length - 1 });
    await fc.assert(
      fc.asyncProperty(place, fc.integer({ min: 1, max: 255 }), fc.boolean(), async (at, flip, truncate) => {
        const damaged = truncate ? whole.subarray(0, at) : Buffer.from(whole);
        if (!truncate) damaged[at]! ^= flip;
        await writeFile(file, damaged);
        const found = await cache.read(key('a'));
        // A flipped blank between the header and the body may mean nothing.
        if (found) expect(bits(found)).toEqual(bits(predictionOf(1)));
        else expect(found).toBeUndefined();
        if (truncate || at > whole.length - 400) expect(found).toBeUndefined();
      }),
    );
  });

  it('stays within its limit: what was not used for longest goes', async () => {
    const cache = new PredictionCache(folder, ROOMY);
    await cache.write(key('a'), predictionOf(1));
    const entryBytes = (await readFile(await entryFile())).length;
    const written: string[] = [];
    for (const [i, name] of ['a', 'b', 'c'].entries()) {
      await cache.write(key(name), predictionOf(1));
      const entry = (await readdir(folder)).find((file) => !written.includes(file))!;
      await utimes(path.join(folder, entry), 1000 + i, 1000 + i);
      written.push(entry);
    }
    await cache.read(key('a'));
    await new PredictionCache(folder, 3.5 * entryBytes).write(key('d'), predictionOf(1));
    const found = await Promise.all(['a', 'b', 'c', 'd'].map((name) => cache.read(key(name))));
    expect(found.map((prediction) => prediction !== undefined)).toEqual([true, false, true, true]);
  });

  it('counts what it wrote itself towards the limit', async () => {
    await new PredictionCache(folder, ROOMY).write(key('a'), predictionOf(1));
    const entryBytes = (await readFile(await entryFile())).length;
    const cache = new PredictionCache(folder, 4 * entryBytes);
    for (let i = 0; i < 20; i++) await cache.write(key(String(i)), predictionOf(i));
    expect((await readdir(folder)).length).toBeLessThanOrEqual(4);
    expect(await cache.read(key('19'))).toBeDefined();
  });

  it('clears away what a killed process left half-written once room is needed', async () => {
    const cache = new PredictionCache(folder, ROOMY);
    await cache.write(key('a'), predictionOf(1));
    const entry = await entryFile();
    const entryBytes = (await readFile(entry)).length;
    const abandoned = `${entry}.0123.part`;
    await writeFile(abandoned, Buffer.alloc(entryBytes));
    await utimes(abandoned, 1000, 1000);
    await new PredictionCache(folder, 2.5 * entryBytes).write(key('b'), predictionOf(2));
    expect(await readdir(folder)).not.toContain(path.basename(abandoned));
    expect(await cache.read(key('a'))).toBeDefined();
  });

  it('lets many write and read the same entry at once', async () => {
    const caches = Array.from({ length: 4 }, () => new PredictionCache(folder, ROOMY));
    const found: (Prediction | undefined)[] = [];
    await Promise.all(
      caches.map(async (cache) => {
        for (let i = 0; i < 10; i++) {
          await cache.write(key('a'), predictionOf(9));
          found.push(await cache.read(key('a')));
        }
      }),
    );
    expect(found.map((prediction) => bits(prediction!))).toEqual(found.map(() => bits(predictionOf(9))));
    expect(await readdir(folder)).toHaveLength(1);
  });

  it('fails no photo where it cannot write', async () => {
    await mkdir(path.dirname(folder), { recursive: true });
    await writeFile(folder, 'a file in the folder’s place');
    const cache = new PredictionCache(folder, ROOMY);
    await cache.write(key('a'), predictionOf(1));
    expect(await cache.read(key('a'))).toBeUndefined();
  });
});
