import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import sharp from 'sharp';
import { projectFolder } from '../../scripts/setup/project.mjs';
import { startInProcessEngine } from '../../src/engine/in-process';
import { runCli } from '../fixtures/cli';
import { engineConfig } from '../fixtures/engines';
import { installSkeleton } from '../fixtures/skeletons';
import { tempFolder } from '../fixtures/temp-folder';

const folder = tempFolder();
const photo = path.join(projectFolder, 'resources/samples/coffee.jpg');
const userModelsFolder = path.join(folder, 'xdg/fathom/models');
let engine: ReturnType<typeof startInProcessEngine>;

beforeAll(async () => {
  await installSkeleton('metric3d-vit-small', 'metric3d-vit-small', userModelsFolder);
  engine = startInProcessEngine({ ...engineConfig(path.join(folder, 'cache')), userModelsFolder });
});
afterAll(() => engine.stop());

describe('comparing', () => {
  it('finds nothing between a model and itself', async () => {
    const { sides, ...figures } = await engine.client.compare({ path: photo, choices: [{}, { precision: 'fp32' }] });
    expect(figures).toMatchObject({ absRel: 0, scaleRatio: 1, absRelScaled: 0 });
    expect(figures.sharedPixels).toBeGreaterThan(0.5);
    expect(sides[0].preview).toEqual(sides[1].preview);
  });

  it('tells two models apart, by figures and pictures', async () => {
    const { sides, difference, ...figures } = await engine.client.compare({
      path: photo,
      choices: [{}, { model: 'metric3d-vit-small' }],
    });
    expect(sides.map(({ model }) => model)).toEqual(['fathom-s', 'metric3d-vit-small']);
    expect(figures.scaleRatio).toBeGreaterThan(0);
    expect(figures.absRel).toBeGreaterThan(0);
    for (const png of [sides[0].preview, sides[1].preview, difference]) {
      expect(await sharp(png).metadata()).toMatchObject({ format: 'png', width: 1024 });
    }
  });

  it('says which model is not there', async () => {
    await expect(engine.client.compare({ path: photo, choices: [{}, { model: 'nobody' }] })).rejects.toMatchObject({
      code: 'ModelMissing',
    });
  });
});

describe('fathom compare', () => {
  it('prints a table and writes three pictures', async () => {
    const env = { XDG_DATA_HOME: path.join(folder, 'xdg'), FATHOM_CACHE: path.join(folder, 'cache') };
    const out = path.join(folder, 'out');
    const { code, stdout } = await runCli(['compare', photo, '--precisions', 'auto,fp32', '--out', out], { env });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^scale ratio +1\.000/m);
    expect(stdout).toMatch(/^AbsRel +0\.0 %/m);
    const files = await readdir(out);
    expect(files).toEqual(['coffee.a.fathom-s.fp32.png', 'coffee.b.fathom-s.fp32.png', 'coffee.difference.png']);
    const [a, b] = await Promise.all(files.slice(0, 2).map((file) => readFile(path.join(out, file))));
    expect(a).toEqual(b);
    const json = await runCli(['compare', photo, '--models', 'fathom-s', '--json'], { env });
    expect(JSON.parse(json.stdout)).toMatchObject({ absRel: 0, files: [], sides: [{ model: 'fathom-s' }, {}] });
  });

  it('asks for what to compare', async () => {
    expect(await runCli(['compare', photo])).toMatchObject({ code: 2 });
    expect((await runCli(['compare', photo, '--models', 'a,b,c'])).stderr).toContain('--models takes A,B');
  });
});
