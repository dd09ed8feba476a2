import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { spawnSync } from 'node:child_process';
import { hostname } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { tempFolder } from '../../../test/fixtures/temp-folder';
import { commitFiles, discardFiles, isAbandonedPart, stageFile } from './staged-file';

const root = tempFolder();
let folder: string;
let count = 0;

beforeEach(async () => {
  folder = path.join(root, String(count++));
  await mkdir(folder);
});

const at = (name: string): string => path.join(folder, name);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const stage = (name: string, text: string) => stageFile(at(name), [bytes(text)]);

describe('stageFile', () => {
  it('writes all chunks under a passing name, also when they share one buffer', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ minLength: 1, maxLength: 50 }), { maxLength: 10 }), async (chunks) => {
        const shared = new Uint8Array(50);
        function* reusing(): Generator<Uint8Array> {
          for (const chunk of chunks) {
            shared.set(chunk);
            yield shared.subarray(0, chunk.length);
          }
        }
        const staged = await stageFile(at('a'), reusing());
        const whole = Buffer.concat(chunks);
        expect(await readFile(staged.part)).toEqual(whole);
        expect(staged.bytes).toBe(whole.length);
        expect(path.basename(staged.part)).toMatch(/^a\..+\.part$/);
        await discardFiles([staged]);
      }),
      { numRuns: 20 },
    );
    expect(await readdir(folder)).toEqual([]);
  });

  it('makes the folders that are missing', async () => {
    const staged = await stageFile(path.join(folder, 'x', 'y', 'a'), [bytes('1')]);
    expect(await readFile(staged.part, 'utf8')).toBe('1');
  });

  it('leaves nothing behind when the encoder fails, and throws its error as it is', async () => {
    const fault = new Error('encoder');
    function* failing(): Generator<Uint8Array> {
      yield bytes('half');
      throw fault;
    }
    await expect(stageFile(at('a'), failing())).rejects.toBe(fault);
    expect(await readdir(folder)).toEqual([]);
  });

  it('says OutputUnwritable, naming the file, where a file is in the folder’s place', async () => {
    await writeFile(at('file'), '');
    await expect(stageFile(path.join(folder, 'file', 'a'), [])).rejects.toMatchObject({
      failure: { code: 'OutputUnwritable', message: expect.stringContaining(path.join('file', 'a')) as string },
    });
  });

  it.skipIf(process.getuid?.() === 0)('says OutputUnwritable where the folder may not be written', async () => {
    await chmod(folder, 0o500);
    await expect(stage('a', '1')).rejects.toMatchObject({ failure: { code: 'OutputUnwritable' } });
  });
});

describe('commitFiles', () => {
  it('gives the files their names, replaces what bore them, and removes what is stale', async () => {
    await writeFile(at('a'), 'old');
    await writeFile(at('stale'), 'old');
    await commitFiles([await stage('a', 'new a'), await stage('b', 'new b')], [at('stale'), at('not there')]);
    expect(await readdir(folder)).toEqual(['a', 'b']);
    expect(await readFile(at('a'), 'utf8')).toBe('new a');
    expect(await readFile(at('b'), 'utf8')).toBe('new b');
  });

  it('says OutputUnwritable where a folder bears the name', async () => {
    await mkdir(at('b'));
    const files = [await stage('a', '1'), await stage('b', '2')];
    await expect(commitFiles(files)).rejects.toMatchObject({
      failure: { code: 'OutputUnwritable', message: expect.stringContaining(at('b')) as string },
    });
    expect(await readdir(folder)).toEqual(['b']);
  });

  it('leaves no file, staged or named, when one cannot get its name', async () => {
    const files = [await stage('a', '1'), await stage('b', '2'), await stage('c', '3')];
    await rm(files[1]!.part);
    await expect(commitFiles(files)).rejects.toMatchObject({ failure: { code: 'OutputUnwritable' } });
    expect(await readdir(folder)).toEqual([]);
  });

  it('fails when the folder is gone', async () => {
    const files = [await stage('a', '1')];
    await rm(folder, { recursive: true });
    await expect(commitFiles(files)).rejects.toMatchObject({
      failure: { code: 'OutputUnwritable', message: expect.stringContaining(at('a')) as string },
    });
  });
});

describe('isAbandonedPart', () => {
  const host = hostname().replaceAll(/[^A-Za-z0-9]/g, '') || 'host';

  it('knows the parts of processes that are gone from those of the living and of other machines', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    expect(isAbandonedPart(`a.ply.${host}-${String(pid)}-0123abcd.part`)).toBe(true);
    expect(isAbandonedPart(`a.ply.${host}-${String(process.pid)}-0123abcd.part`)).toBe(false);
    expect(isAbandonedPart(`a.ply.another-${String(pid)}-0123abcd.part`)).toBe(false);
    expect(isAbandonedPart(path.basename((await stage('a', '1')).part))).toBe(false);
  });

  it.each(['a.part', 'a.ply', `a.${host}-1.part`, 'film.mkv.part'])('leaves %s alone', (name) => {
    expect(isAbandonedPart(name)).toBe(false);
  });
});
