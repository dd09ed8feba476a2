import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOf, manyPoints, memoryCloud, somePoints, type Points } from '../../../test/fixtures/point-clouds';
import { readLas } from '../../../test/fixtures/read-las';
import { CHUNK_BYTES } from './encoded-bytes';
import { LAS_VERSIONS, type LasVersion } from './format-options';
import { encodeLas, type LasOptions } from './las';

const options = (version: LasVersion): LasOptions => ({
  version,
  unitsPerMetre: 1,
  software: 'Fathom test',
  createdOn: new Date('2026-02-03T23:00:00Z'),
});

async function expectPoints(bytes: Buffer, points: Points): Promise<void> {
  const { header, count, values } = await readLas(bytes);
  expect(header.pointCount).toBe(points.positions.length / 3);
  expect(count).toBe(header.pointCount);
  let farthest = 0;
  for (const [axis, name] of ['X', 'Y', 'Z'].entries()) {
    const read = values(name);
    for (let i = 0; i < count; i++) farthest = Math.max(farthest, Math.abs(read[i]! - points.positions[3 * i + axis]!));
    expect(header.min[axis]).toBe(count > 0 ? least(read) : 0);
    expect(header.max[axis]).toBe(count > 0 ? -least(read.map((value) => -value)) : 0);
  }
  expect(farthest).toBeLessThanOrEqual(0.5e-4 + 1e-9);
  for (const [channel, name] of ['Red', 'Green', 'Blue'].entries()) {
    expectSame(values(name), (i) => 257 * points.colours[3 * i + channel]!);
  }
  const reasons = points.maskReasons;
  expectSame(values('UserData'), (i) => reasons?.[i] ?? 0);
  expectSame(values('Classification'), (i) => (reasons?.[i] ? 7 : 1));
  expectSame(values('Withheld'), (i) => (reasons?.[i] ? 1 : 0));
  expectSame(values('ReturnNumber'), () => 1);
  expectSame(values('NumberOfReturns'), () => 1);
  if (points.normals) {
    for (const [axis, name] of ['NormalX', 'NormalY', 'NormalZ'].entries()) {
      expectSame(values(name), (i) => points.normals![3 * i + axis]!);
    }
  }
  if (points.confidence) expectSame(values('Confidence'), (i) => points.confidence![i]!);
}

/** Without a call for each value, which takes long. */
function expectSame(read: readonly number[], writtenAt: (i: number) => number): void {
  expect(read.filter((value, i) => value !== writtenAt(i))).toEqual([]);
}

/** Not Math.min: it takes no array of this length. */
const least = (values: readonly number[]): number => values.reduce((a, b) => (b < a ? b : a), Infinity);

describe.each(LAS_VERSIONS)('copc reads back LAS %s', (version) => {
  test('any cloud', async () => {
    await fc.assert(
      fc.asyncProperty(somePoints, async ({ points, batchSize }) => {
        await expectPoints(bytesOf(encodeLas(memoryCloud(points, batchSize), options(version))), points);
      }),
    );
  });

  test('one larger than a chunk', async () => {
    const points = manyPoints(30_001);
    const bytes = bytesOf(encodeLas(memoryCloud(points, 2000), options(version)));
    expect(bytes.length).toBeGreaterThan(2 * CHUNK_BYTES);
    await expectPoints(bytes, points);
  });

  test('says what it is', async () => {
    const { header } = await readLas(bytesOf(encodeLas(memoryCloud(manyPoints(2), 2), options(version))));
    expect(header).toMatchObject({
      majorVersion: 1,
      minorVersion: Number(version.slice(2)),
      globalEncoding: version === '1.4' ? 16 : 0,
      pointDataRecordFormat: version === '1.4' ? 7 : 2,
      scale: [1e-4, 1e-4, 1e-4],
      offset: [0, 0, 0],
      systemIdentifier: 'Fathom',
      generatingSoftware: 'Fathom test',
      fileCreationDayOfYear: 34,
      fileCreationYear: 2026,
    });
  });
});

describe('the step', () => {
  const stepOf = async (farthest: number, unitsPerMetre: number): Promise<number> => {
    const points: Points = { ...manyPoints(1), positions: Float32Array.of(0, 0, farthest) };
    const bytes = bytesOf(encodeLas(memoryCloud(points, 1), { ...options('1.2'), unitsPerMetre }));
    return (await readLas(bytes)).header.scale[0];
  };

  test.each([
    [1, 1, 1e-4],
    [1, 1000, 0.1],
    [1, 100, 0.01],
    [1, 1 / 0.3048, 1e-4],
    [214_000, 1, 1e-4],
    [215_000, 1, 1e-3],
    [3e6, 1, 1e-2],
  ])('of a cloud %f wide, %f units in a metre', async (farthest, unitsPerMetre, step) => {
    expect(await stepOf(farthest, unitsPerMetre)).toBe(step);
  });
});

test('throws where points are missing', () => {
  const cloud = { ...memoryCloud(manyPoints(1), 1), count: 2 };
  expect(() => bytesOf(encodeLas(cloud, options('1.2')))).toThrow(/announced 2 points and made 1/);
});
