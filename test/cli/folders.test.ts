import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runCli, runConvert, type ConvertResult } from '../fixtures/cli';
import { placeCodedPicture, sharpOf, writeJpeg } from '../fixtures/pictures';
import { expectOnlyWholeResults, filesBelow } from '../fixtures/read-back';
import { tempFolder } from '../fixtures/temp-folder';

const folder = tempFolder();
const env = { FATHOM_CACHE: path.join(folder, 'cache') };
const at = (...names: string[]): string => path.join(folder, ...names);

async function convert(inputs: readonly string[], out: string, ...options: string[]): Promise<ConvertResult> {
  const args = [...inputs, '--out', out, '--format', 'xyz', '--max-points', '10', ...options];
  const result = await runConvert(args, { cwd: folder, env });
  await expectOnlyWholeResults(path.resolve(folder, out));
  return result;
}

const clouds = async (out: string): Promise<string[]> =>
  (await filesBelow(at(out))).filter((name) => name.endsWith('.xyz'));

beforeAll(async () => {
  for (const name of ['trip/a.jpg', 'trip/day 1/b.jpg', 'trip/day 1/köln/c.jpg', 'home/a.jpg']) {
    await mkdir(path.dirname(at(name)), { recursive: true });
    await writeJpeg(at(name));
  }
  await sharpOf(placeCodedPicture()).png().toFile(at('home/a.png'));
  await writeFile(at('trip', 'notes.txt'), 'no photo');
});

describe('fathom convert of folders', () => {
  it('takes the photos of a folder, and those of its subfolders with --recursive', async () => {
    const flat = await convert(['trip'], 'flat');
    expect(flat).toMatchObject({ code: 0, summary: { done: 1, ignored: 1 } });
    expect(await clouds('flat')).toEqual(['a.xyz']);
    const deep = await convert(['trip'], 'deep', '--recursive');
    expect(deep).toMatchObject({ code: 0, summary: { done: 3, ignored: 1 } });
    expect(await clouds('deep')).toEqual(
      ['a.xyz', path.join('day 1', 'b.xyz'), path.join('day 1', 'köln', 'c.xyz')].sort(),
    );
  });

  it('puts several folders and single photos beside one another, and keeps names that would meet apart', async () => {
    const result = await convert(['trip', 'home', at('trip', 'day 1', 'b.jpg')], 'several');
    expect(result).toMatchObject({ code: 0, summary: { done: 4 } });
    expect(await clouds('several')).toEqual(
      ['b.xyz', path.join('home', 'a.jpg.xyz'), path.join('home', 'a.png.xyz'), path.join('trip', 'a.xyz')].sort(),
    );
  });

  it('finds nothing new in an output folder inside the folder it converts', async () => {
    const inside = path.join('home', 'out');
    const formats = ['--format', 'preview,png16', '--recursive'];
    expect((await convert(['home'], inside, ...formats)).summary).toMatchObject({ done: 2, ignored: 0 });
    expect((await convert(['home'], inside, ...formats)).summary).toMatchObject({ done: 0, skipped: 2, ignored: 0 });
  });

  it('writes beside the photos themselves, and the next run finds them finished', async () => {
    await mkdir(at('here'));
    await writeJpeg(at('here', 'a.jpg'));
    const run = (): Promise<ConvertResult> =>
      runConvert(['here', '--out', 'here', '--format', 'preview', '--max-points', '10'], { cwd: folder, env });
    expect((await run()).summary).toMatchObject({ done: 1, ignored: 0 });
    expect((await run()).summary).toMatchObject({ skipped: 1, ignored: 2 });
    expect(await filesBelow(at('here'))).toEqual(['a.jpg', 'a.json', 'a.preview.png']);
  });

  it('says so where there is no photo, and writes nothing', async () => {
    await mkdir(at('empty'));
    const { code, stdout } = await runCli(['convert', 'empty', '--out', 'empty-out'], { cwd: folder, env });
    expect(code).toBe(0);
    expect(stdout).toContain('No photos found');
    expect(existsSync(at('empty-out'))).toBe(false);
  });
});
