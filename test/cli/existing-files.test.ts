import { mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { runConvert, type ConvertResult } from '../fixtures/cli';
import { placeCodedPicture, writeJpeg } from '../fixtures/pictures';
import { expectOnlyWholeResults, filesBelow, readNpy, readPly, readSidecar } from '../fixtures/read-back';
import { tempFolder } from '../fixtures/temp-folder';

const root = tempFolder();
const photo = path.join(root, 'photo.jpg');
const env = { FATHOM_CACHE: path.join(root, 'cache') };
let out: string;
let count = 0;

beforeEach(async () => {
  out = path.join(root, String(count++));
  await writeJpeg(photo);
  await utimes(photo, 1000, 1000);
});

const inOut = (name: string): string => path.join(out, name);
const convert = (...options: string[]): Promise<ConvertResult> =>
  runConvert([photo, '--out', out, '--max-points', '100', ...options], { env });
const modifiedAt = async (name: string): Promise<number> => (await stat(inOut(name))).mtimeMs;

describe('a second run of fathom convert', () => {
  it('skips what is finished and leaves it as it is', async () => {
    await convert();
    const before = await modifiedAt('photo.ply');
    const again = await convert();
    expect(again).toMatchObject({ code: 0, summary: { done: 0, skipped: 1 } });
    expect(await modifiedAt('photo.ply')).toBe(before);
  });

  it('makes anew what has other settings, and takes away what the sidecar no longer tells of', async () => {
    await convert('--format', 'ply,npy');
    const again = await convert('--focal-px', '512');
    expect(again.summary).toMatchObject({ done: 1 });
    expect(await filesBelow(out)).toEqual(['photo.json', 'photo.ply']);
    expect(await readSidecar(inOut('photo.json'))).toMatchObject({ camera: { fxPx: 512 } });
    await expectOnlyWholeResults(out);
  });

  it('adds a format and keeps the others in the sidecar with all it says of them', async () => {
    await convert('--format', 'ply,png16');
    const [cloud, depth] = [await modifiedAt('photo.ply'), await modifiedAt('photo.depth.png')];
    expect((await convert('--format', 'npy')).summary).toMatchObject({ done: 1 });
    expect([await modifiedAt('photo.ply'), await modifiedAt('photo.depth.png')]).toEqual([cloud, depth]);
    const sidecar = await readSidecar(inOut('photo.json'));
    expect(sidecar.outputs.map(({ format }) => format)).toEqual(['ply', 'png16', 'npy']);
    expect(sidecar).toMatchObject({ depth: { png16MetresPerUnit: 0.001 }, cloud: { points: 100 } });
    expect((await convert('--format', 'ply,png16,npy')).summary).toMatchObject({ skipped: 1 });
  });

  it('makes anew what a changed photo has made old', async () => {
    await convert();
    await writeJpeg(photo, placeCodedPicture(240, 320));
    expect((await convert()).summary).toMatchObject({ done: 1 });
    expect(await readSidecar(inOut('photo.json'))).toMatchObject({ photo: { widthPx: 240 } });
  });

  it.each(['photo.ply', 'photo.json'])('makes anew what has lost its %s', async (name) => {
    await convert();
    await rm(inOut(name));
    // Without its sidecar an output may be anyone's: it is for the user to say.
    const again = await convert(...(name === 'photo.json' ? ['--overwrite'] : []));
    expect(again.summary).toMatchObject({ done: 1 });
    await expectOnlyWholeResults(out);
  });

  it('does not touch a file that is not its own, and says what to do', async () => {
    await mkdir(out);
    await writeFile(inOut('photo.ply'), 'someone’s work');
    const result = await convert();
    expect(result.code).toBe(1);
    expect(result.photos).toMatchObject([
      {
        status: 'failed',
        error: {
          code: 'OutputExists',
          message: expect.stringContaining(inOut('photo.ply')) as string,
          remedy: expect.stringContaining('--overwrite') as string,
        },
      },
    ]);
    expect(await readFile(inOut('photo.ply'), 'utf8')).toBe('someone’s work');
  });
});

describe('fathom convert --overwrite', () => {
  it('replaces whatever is there', async () => {
    await mkdir(out);
    await writeFile(inOut('photo.ply'), 'someone’s work');
    expect((await convert('--overwrite')).summary).toMatchObject({ done: 1 });
    expect((await readPly(inOut('photo.ply'))).count).toBe(100);
    const before = await modifiedAt('photo.ply');
    expect((await convert('--overwrite')).summary).toMatchObject({ done: 1 });
    expect(await modifiedAt('photo.ply')).toBeGreaterThan(before);
  });

  it('never replaces a photo that it converts', async () => {
    await mkdir(out);
    await writeJpeg(inOut('a.jpg'));
    await writeJpeg(inOut('a.depth.png'), placeCodedPicture(64, 64));
    const before = await readFile(inOut('a.depth.png'));
    const result = await runConvert([out, '--out', out, '--format', 'png16', '--overwrite'], { env });
    expect(result.summary).toMatchObject({ done: 1, failed: 1 });
    expect(await readFile(inOut('a.depth.png'))).toEqual(before);
  });
});

describe('fathom convert --skip-existing', () => {
  it('leaves a photo alone that has any output, whoever made it', async () => {
    await mkdir(out);
    await writeFile(inOut('photo.ply'), 'someone’s work');
    const result = await convert('--skip-existing', '--format', 'ply,npy');
    expect(result).toMatchObject({ code: 0, photos: [{ status: 'skipped', outputs: [inOut('photo.ply')] }] });
    expect(await filesBelow(out)).toEqual(['photo.ply']);
  });
});

describe('fathom convert --number', () => {
  it('writes beside what is there', async () => {
    await convert('--number', '--format', 'npy');
    await convert('--number', '--format', 'npy', '--focal-px', '512');
    const third = await convert('--number', '--format', 'npy');
    expect(third.photos).toMatchObject([{ outputs: [inOut('photo-3.depth.npy'), inOut('photo-3.json')] }]);
    const [first, second] = await Promise.all(['photo', 'photo-2'].map((stem) => readNpy(inOut(`${stem}.depth.npy`))));
    expect(second!.values[0]! / first!.values[0]!).toBeCloseTo(2, 3);
    await expectOnlyWholeResults(out);
  });

  it('keeps off the names of the batch’s other photos', async () => {
    await convert();
    const neighbour = path.join(root, 'photo-2.jpg');
    await writeJpeg(neighbour, placeCodedPicture(240, 320));
    const result = await runConvert([photo, neighbour, '--out', out, '--number', '--max-points', '100'], { env });
    expect(result.summary).toMatchObject({ done: 2 });
    const sources = await Promise.all(
      ['photo', 'photo-2', 'photo-3'].map(async (stem) => (await readSidecar(inOut(`${stem}.json`))).source.path),
    );
    expect(sources).toEqual([photo, neighbour, photo]);
  });
});
