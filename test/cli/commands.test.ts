import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { projectFolder } from '../../scripts/setup/project.mjs';
import { diagnosisSchema } from '../../src/contract/diagnosis';
import { photoInfoSchema } from '../../src/contract/photo-info';
import { readJsonLines, runCli, startCli } from '../fixtures/cli';
import { placeHeicDecoder } from '../fixtures/decoders';
import { ascii, exifBlock, rational, short } from '../fixtures/exif';
import { placeCodedPicture, sharpOf, writeJpeg, writeJpegs } from '../fixtures/pictures';
import { expectOnlyWholeResults, filesBelow } from '../fixtures/read-back';
import { tempFolder } from '../fixtures/temp-folder';

const folder = tempFolder();
const photo = path.join(folder, 'photo.jpg');
const text = path.join(folder, 'text.jpg');
const env = { FATHOM_CACHE: path.join(folder, 'cache') };

beforeAll(async () => {
  const exif = exifBlock({
    make: ascii('Apple'),
    model: ascii('iPhone 12'),
    focalLengthMm: rational(42, 10),
    focalLength35mm: short(26),
  });
  await writeJpeg(photo, placeCodedPicture(), exif);
  await writeFile(text, 'no photo');
});

describe('fathom info', () => {
  it('tells a person what is known of a photo', async () => {
    const { code, stdout, stderr } = await runCli(['info', photo]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.trimEnd().split('\n')).toEqual([
      photo,
      '  size       320 × 240 px, jpeg, orientation 1',
      '  camera     Apple iPhone 12',
      '  EXIF focal 4.2 mm, 26 mm (35 mm-equivalent)',
      '  focal      240.4 px',
      '  from       EXIF 35 mm-equivalent; trust: good',
      '  centre     160.0, 120.0 px',
      '  view       67.3° across',
    ]);
  });

  it('tells a program the same, a line for each photo, and goes on after one that cannot be read', async () => {
    const { code, stdout } = await runCli(['info', text, photo, '--json']);
    const [failure, info] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(code).toBe(1);
    expect(failure).toMatchObject({
      path: text,
      error: { code: 'PhotoUnreadable', remedy: expect.any(String) as string },
    });
    expect(photoInfoSchema.strict().parse(info)).toMatchObject({ make: 'Apple', camera: { origin: 'exif35mm' } });
  });

  it('names what cannot be read and the remedy', async () => {
    const { code, stdout, stderr } = await runCli(['info', text]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^.*text\.jpg: is empty, or no photo\n {2}→ .+\.\n$/);
  });

  it('takes a typed focal length', async () => {
    const { stdout } = await runCli(['info', photo, '--fov', '90']);
    expect(stdout).toContain('focal      160.0 px');
    expect(stdout).toContain('from       typed; trust: exact');
  });
});

describe('fathom models', () => {
  it('lists the embedded model as ready', async () => {
    const { code, stdout } = await runCli(['models']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^fathom-s +ready +14\.7 MB +Apache-2\.0 \(commercial use allowed\)/);
    const json = JSON.parse((await runCli(['models', '--json'])).stdout) as unknown;
    expect(json).toContainEqual(expect.objectContaining({ id: 'fathom-s', status: 'ready' }));
  });

  it('pulls, verifies and removes by name, goes on after a failure, and tells it', async () => {
    const data = { ...env, XDG_DATA_HOME: path.join(folder, 'data') };
    const pulled = await runCli(['models', 'pull', 'nobody', 'depth-pro', 'fathom-s', '--json'], { env: data });
    expect(pulled.code).toBe(1);
    expect(
      pulled.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([
      {
        id: 'nobody',
        error: expect.objectContaining({ code: 'ModelMissing', remedy: expect.any(String) as string }) as object,
      },
      { id: 'depth-pro', error: expect.objectContaining({ code: 'DownloadRefused' }) as object },
      { id: 'fathom-s', whole: true, words: 'ready' },
    ]);
    const verified = await runCli(['models', 'verify', 'fathom-s'], { env: data });
    expect(verified).toMatchObject({ code: 0, stdout: 'fathom-s: whole\n' });
    const absent = await runCli(['models', 'verify', 'metric3d-vit-small'], { env: data });
    expect(absent).toMatchObject({ code: 1, stdout: 'metric3d-vit-small: model.onnx is missing\n' });
    const removed = await runCli(['models', 'rm', 'fathom-s'], { env: data });
    expect(removed).toMatchObject({ code: 1, stdout: '' });
    expect(removed.stderr).toContain('came with Fathom');
  });
});

describe('fathom decoders', () => {
  // Other systems have their own places for data.
  it.skipIf(process.platform !== 'linux')('lists, finds what is here already, and removes it', async () => {
    const data = { ...env, XDG_DATA_HOME: path.join(folder, 'decoders-data') };
    const heic = path.join(projectFolder, 'test/samples/heic/coffee.heic');
    expect(await runCli(['decoders'], { env: data })).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^heic +absent +2\.7 MB {2}LGPL-3\.0 {2}HEIC: libheif/) as string,
    });
    expect((await runCli(['info', heic], { env: data })).stderr).toContain('fathom decoders install heic');

    await placeHeicDecoder(path.join(data.XDG_DATA_HOME, 'fathom', 'decoders'));
    const installed = await runCli(['decoders', 'install', 'heic'], { env: data });
    expect(installed).toMatchObject({ code: 0, stdout: 'heic: ready\n' });
    expect(installed.stderr).toContain('GNU Lesser General Public License');
    expect((await runCli(['info', heic], { env: data })).stdout).toContain('480 × 320 px, heic');
    expect((await runCli(['doctor'], { env: data })).stdout).toMatch(/photos .*HEIC/);

    const removed = await runCli(['decoders', 'remove', 'heic', '--json'], { env: data });
    expect(JSON.parse(removed.stdout)).toEqual({ id: 'heic', words: 'removed' });
    const listed = JSON.parse((await runCli(['decoders', '--json'], { env: data })).stdout) as unknown;
    expect(listed).toMatchObject([{ id: 'heic', status: 'absent' }]);
  });
});

describe('fathom doctor', () => {
  it('tells what this machine can do', async () => {
    const { code, stdout } = await runCli(['doctor'], { env });
    expect(code).toBe(0);
    for (const words of [
      'Fathom     0.1.0',
      'verdict    fathom-s, fp32 on cpu: chosen',
      'model      fathom-s: ready',
      env.FATHOM_CACHE,
    ]) {
      expect(stdout).toContain(words);
    }
    const json = JSON.parse((await runCli(['doctor', '--json'], { env })).stdout) as unknown;
    expect(diagnosisSchema.strict().parse(json).sentence).toMatch(/using float32/);
  });

  it('tells what is wrong with the models', async () => {
    const models = path.join(folder, 'models');
    const without = await runCli(['doctor'], { env: { ...env, FATHOM_MODELS: models } });
    expect(without).toMatchObject({ code: 0, stderr: '' });
    expect(without.stdout.trimEnd().split('\n').at(-1)).toContain(`There is no model in ${models}`);
    await mkdir(models);
    await writeFile(
      path.join(models, 'fathom-s.json'),
      await readFile(path.join(projectFolder, 'models', 'fathom-s.json')),
    );
    const missing = await runCli(['doctor'], { env: { ...env, FATHOM_MODELS: models } });
    expect(missing.stdout.trimEnd().split('\n').at(-1)).toContain('Model fathom-s is missing.');
  });
});

describe('fathom', () => {
  it.each([[[]], [['help']], [['--help']]])('%j shows what there is', async (args) => {
    const { code, stdout } = await runCli(args);
    expect(code).toBe(0);
    for (const command of ['convert', 'info', 'models', 'decoders', 'doctor', 'serve'])
      expect(stdout).toContain(`fathom ${command}`);
  });

  it.each([
    ['convert', 20],
    ['serve', 4],
  ])('help %s names every option that the command takes', async (command, atLeast) => {
    const { stdout } = await runCli([command, '--help']);
    expect(stdout).toBe((await runCli(['help', command])).stdout);
    const source = await readFile(path.join(projectFolder, 'src', 'cli', 'arguments.ts'), 'utf8');
    const optionsOf = (block: string): string[] => {
      const [, text = ''] = new RegExp(`const ${block} = \\{(.*?)\\n\\}`, 's').exec(source) ?? [];
      return [...text.matchAll(/^ {2}'?(?<name>[a-z0-9-]+)'?: \{ type: /gm)].map(({ groups }) => groups!['name']!);
    };
    const options = [...optionsOf(`${command}Options`), ...(command === 'convert' ? optionsOf('focal') : [])];
    expect(options.length).toBeGreaterThanOrEqual(atLeast);
    for (const option of options) expect(stdout).toContain(`--${option}`);
  });

  it('--version tells the version of the package', async () => {
    const { version } = JSON.parse(await readFile(path.join(projectFolder, 'package.json'), 'utf8')) as {
      version: string;
    };
    expect(await runCli(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n` });
  });

  it.each([
    [['convert', photo], '--out'],
    [['convert', photo, '--out', folder, '--focal-px', 'long'], '--focal-px'],
    [['convert', photo, '--out', folder, '--jobs', '65'], '--jobs'],
    [['convret'], 'convret'],
  ])('%j is answered with what is wrong, and status 2', async (args, words) => {
    const { code, stdout, stderr } = await runCli(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^fathom: .+\nSee: fathom help\n$/);
    expect(stderr).toContain(words);
  });

  it('tells a person of each photo, and of failures again at the end', async () => {
    const out = path.join(folder, 'words');
    const { code, stdout } = await runCli(['convert', photo, text, '--out', out, '--max-points', '1234'], { env });
    expect(code).toBe(1);
    const lines = stdout.trimEnd().split('\n');
    const [done] = lines.filter((line) => line.startsWith('done'));
    expect(done).toMatch(
      /photo\.jpg: 1,234 points, [\d.]+–[\d.]+ m, focal 240 px \(EXIF 35 mm-equivalent\), fp32, \d+ ms$/,
    );
    expect(lines).toContain(`failed   ${text}: is empty, or no photo`);
    expect(lines.slice(-4, -2)).toEqual([`${text}: is empty, or no photo`, expect.stringMatching(/^ {2}→ .+\.$/)]);
    expect(lines.at(-1)).toMatch(/^1 done, 1 failed, 0 skipped, [\d.]+ s$/);
  });

  it('finishes its work, without half a file, when its reader stops listening', async () => {
    const names = Array.from({ length: 4 }, (_, i) => path.join(folder, `piped-${String(i)}.jpg`));
    await writeJpegs(names);
    const out = path.join(folder, 'piped');
    const run = startCli(['convert', ...names, '--out', out, '--json', '--max-points', '10'], { env });
    await run.line('"status":"done"');
    run.child.stdout!.destroy();
    expect(await run.result).toMatchObject({ code: 0, signal: null, stderr: '' });
    await expectOnlyWholeResults(out);
    expect((await filesBelow(out)).filter((name) => name.endsWith('.ply'))).toHaveLength(4);
  });

  it('tells nobody what it does: no identifier, no store of reports in the user’s home', async () => {
    const home = path.join(folder, 'home');
    await mkdir(home);
    const picture = path.join(folder, 'private.png');
    await sharpOf(placeCodedPicture()).png().toFile(picture);
    const out = path.join(folder, 'private');
    const result = await runCli(['convert', picture, '--out', out, '--json', '--no-cache'], {
      env: {
        HOME: home,
        USERPROFILE: home,
        CI: undefined,
        ORT_DISABLE_TELEMETRY: undefined,
        XDG_CACHE_HOME: undefined,
      },
    });
    expect(readJsonLines(result).summary).toMatchObject({ done: 1 });
    expect(existsSync(path.join(home, '.cache'))).toBe(false);
  });
});
