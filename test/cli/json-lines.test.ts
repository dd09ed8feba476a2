import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runCli, type CliResult } from '../fixtures/cli';
import { modelsFolder } from '../fixtures/engines';
import { writeJpeg } from '../fixtures/pictures';
import { expectOnlyWholeResults, readNpy } from '../fixtures/read-back';
import { tempFolder } from '../fixtures/temp-folder';

const folder = tempFolder();
const photos = path.join(folder, 'photos');
const out = path.join(folder, 'out');
const env = { FATHOM_CACHE: path.join(folder, 'cache') };
const number = expect.any(Number) as number;
const text = expect.any(String) as string;

const linesOf = ({ stdout }: CliResult): unknown[] => {
  expect(stdout.endsWith('\n')).toBe(true);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
};

const convert = (...options: string[]): Promise<CliResult> =>
  runCli(['convert', photos, '--out', out, '--json', '--jobs', '1', '--max-points', '100', ...options], { env });

let first: CliResult;

beforeAll(async () => {
  await mkdir(photos);
  await writeJpeg(path.join(photos, 'good.jpg'));
  await writeFile(path.join(photos, 'bad.jpg'), 'no photo');
  await writeFile(path.join(photos, 'notes.txt'), 'no photo either');
  first = await convert();
});

// The format that README documents for programs: every key, and no other.
describe('fathom convert --json', () => {
  it('writes a line for each photo, then the summary, and nothing else', () => {
    expect(linesOf(first)).toEqual([
      {
        event: 'photo',
        photo: path.join(photos, 'bad.jpg'),
        status: 'failed',
        outputs: [],
        error: { code: 'PhotoUnreadable', message: text, remedy: text },
      },
      {
        event: 'photo',
        photo: path.join(photos, 'good.jpg'),
        status: 'done',
        outputs: [path.join(out, 'good.ply'), path.join(out, 'good.json')],
        points: 100,
        focalPx: 256,
        focalOrigin: 'assumed',
        depthRangeMetres: [number, number],
        precision: 'fp32',
        provider: 'cpu',
        ms: { decode: number, infer: number, write: number },
      },
      { event: 'summary', done: 1, failed: 1, skipped: 0, ignored: 1, cancelled: 0, ms: number },
    ]);
    expect(first).toMatchObject({ code: 1, stderr: '' });
  });

  it('tells of what was finished before', async () => {
    expect(linesOf(await convert()).slice(1)).toEqual([
      {
        event: 'photo',
        photo: path.join(photos, 'good.jpg'),
        status: 'skipped',
        outputs: [path.join(out, 'good.ply'), path.join(out, 'good.json')],
      },
      { event: 'summary', done: 0, failed: 1, skipped: 1, ignored: 1, cancelled: 0, ms: number },
    ]);
  });

  it('has no range where no pixel is kept, and every format can do without one', async () => {
    const models = path.join(folder, 'models');
    await mkdir(models);
    const descriptor = JSON.parse(await readFile(path.join(modelsFolder, 'fathom-s.json'), 'utf8')) as object;
    await writeFile(
      path.join(models, 'fathom-s.json'),
      JSON.stringify({ ...descriptor, validDepth: { unit: 'graph', min: 159, max: 160 } }),
    );
    await symlink(path.join(modelsFolder, 'fathom-s.onnx'), path.join(models, 'fathom-s.onnx'));
    const options = ['--out', path.join(folder, 'nothing'), '--json', '--format', 'ply,npy,png16,xyz,preview'];
    const result = await runCli(['convert', path.join(photos, 'good.jpg'), ...options], {
      env: { ...env, FATHOM_MODELS: models },
    });
    expect(linesOf(result)[0]).toMatchObject({ status: 'done', points: 0, depthRangeMetres: null });
    expect((await readNpy(path.join(folder, 'nothing', 'good.depth.npy'))).values.every((depth) => depth === 0)).toBe(
      true,
    );
    await expectOnlyWholeResults(path.join(folder, 'nothing'));
  });
});
