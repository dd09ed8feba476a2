import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readBack } from '../../scripts/demo/read-back.mjs';
import { renderTable } from '../../scripts/demo/table.mjs';

describe('renderTable', () => {
  it('aligns columns under their titles', () => {
    const columns = [
      { title: 'photo', align: 'left' as const },
      { title: 'points', align: 'right' as const },
    ];
    const rows = [
      ['a', '1'],
      ['coffee.jpg', '1,234,567'],
    ];
    expect(renderTable(columns, rows).split('\n')).toEqual([
      'photo          points',
      '──────────  ─────────',
      'a                   1',
      'coffee.jpg  1,234,567',
    ]);
  });
});

describe('readBack', () => {
  let folder: string;
  let photo: { event: 'photo'; photo: string; status: 'done'; outputs: string[]; points: number };
  const inFolder = (name: string) => path.join(folder, name);

  /** An ASCII cloud of two points: what the reader makes of the writer's own clouds is tested beside the writer. */
  const cloud = (x: string) =>
    [
      'ply',
      'format ascii 1.0',
      'element vertex 2',
      ...['x', 'y', 'z'].map((name) => `property float ${name}`),
      ...['red', 'green', 'blue'].map((name) => `property uchar ${name}`),
      'end_header',
      `${x} 0 1 255 0 0`,
      '0 0 2 0 255 0',
      '',
    ].join('\n');

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'fathom-demo-'));
    writeFileSync(inFolder('a.ply'), cloud('1'));
    writeFileSync(inFolder('a.json'), '{}');
    const grey = { create: { width: 4, height: 3, channels: 3 as const, background: 'grey' } };
    await sharp(grey).toColourspace('grey16').png().toFile(inFolder('a.depth.png'));
    await sharp(grey).png().toFile(inFolder('a.preview.png'));
    const outputs = ['a.ply', 'a.json', 'a.depth.png', 'a.preview.png'].map(inFolder);
    photo = { event: 'photo', photo: 'a.jpg', status: 'done', outputs, points: 2 };
  });
  afterEach(() => {
    vi.restoreAllMocks();
    rmSync(folder, { recursive: true });
  });

  it('finds nothing wrong with whole outputs', async () => {
    expect(await readBack(photo)).toEqual([]);
  });

  it('finds a cloud with another number of points than announced', async () => {
    const problems = await readBack({ ...photo, points: 3 });
    expect(problems.join()).toContain('a.ply holds 2 points, not the 3 that were announced');
  });

  it('finds a point that is not finite', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined); // three complains as well
    writeFileSync(inFolder('a.ply'), cloud('nan'));
    expect((await readBack(photo)).join()).toContain('a.ply has points that are not finite');
  });

  it('finds a picture that was cut off', async () => {
    const whole = readFileSync(inFolder('a.preview.png'));
    writeFileSync(inFolder('a.preview.png'), whole.subarray(0, whole.length / 2));
    expect((await readBack(photo)).join()).toContain('a.preview.png');
  });

  it('finds an output that is missing or was never named', async () => {
    rmSync(inFolder('a.json'));
    expect((await readBack(photo)).join()).toContain('no sidecar was written');
    expect(await readBack({ ...photo, outputs: [] })).toHaveLength(4);
  });

  it('finds a sidecar that is not JSON', async () => {
    copyFileSync(inFolder('a.ply'), inFolder('a.json'));
    expect((await readBack(photo)).join()).toContain('a.json');
  });
});
