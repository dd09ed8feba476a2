import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { MOST_DRIFT } from '../../src/core/precision/judge-drift';
import { modelDescriptorSchema } from '../../src/core/models/descriptor';
import { runCli, runConvert, type CliOptions } from '../fixtures/cli';
import { modelsFolder } from '../fixtures/engines';
import { readNpy, readSidecar } from '../fixtures/read-back';
import { tempFolder } from '../fixtures/temp-folder';

const folder = tempFolder();
const photo = path.join(folder, 'photo.jpg');
const env = { FATHOM_CACHE: path.join(folder, 'cache') };
const descriptorText = await readFile(path.join(modelsFolder, 'fathom-s.json'), 'utf8');
const { files, variants } = modelDescriptorSchema.parse(JSON.parse(descriptorText));

beforeAll(() => copyFile(path.join(modelsFolder, '../test/samples/rendered/table-pots.jpg'), photo));

async function convert(precision: string, options: CliOptions = { env }) {
  const out = path.join(folder, `${precision}-${String(Math.random()).slice(2)}`);
  const args = [photo, '--out', out, '--format', 'npy', '--edge-threshold', '0', '--precision', precision];
  expect(await runConvert(args, options)).toMatchObject({ code: 0, summary: { done: 1 } });
  const { values } = await readNpy(path.join(out, 'photo.depth.npy'));
  return { depth: values, sidecar: await readSidecar(path.join(out, 'photo.json')) };
}

describe('fathom convert --precision', () => {
  it('int8 runs the int8 file, whose depth is that of float32 up to the limit', async () => {
    const [int8, fp32] = [await convert('int8'), await convert('fp32')];
    expect(int8.sidecar).toMatchObject({
      model: { id: 'fathom-s', sha256: variants![0]!.file.sha256 },
      precision: {
        requested: 'int8',
        used: 'int8',
        reason: expect.stringMatching(/^int8 as asked \(verified/) as string,
      },
    });
    expect(fp32.sidecar).toMatchObject({ model: { sha256: files[0]!.sha256 }, precision: { used: 'fp32' } });
    const errors = Array.from(int8.depth, (depth, i) => Math.abs(depth / fp32.depth[i]! - 1)).filter(
      (error, i) => Number.isFinite(error) && int8.depth[i]! > 0,
    );
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    expect(errors.length).toBeGreaterThan(int8.depth.length / 2);
    expect(mean).toBeGreaterThan(0.001);
    expect(mean).toBeLessThan(MOST_DRIFT.int8);
  });

  it('auto stays with float32 after that', async () => {
    expect((await convert('auto')).sidecar.precision.used).toBe('fp32');
  });

  it('int8 falls to float32 where its file is damaged, and the sidecar says so', async () => {
    const models = path.join(folder, 'models');
    await mkdir(models);
    await writeFile(path.join(models, 'fathom-s.json'), descriptorText);
    await copyFile(path.join(modelsFolder, 'fathom-s.onnx'), path.join(models, 'fathom-s.onnx'));
    const file = path.join(models, variants![0]!.file.name);
    await writeFile(file, 'no graph');
    const own = { env: { ...env, FATHOM_MODELS: models } };
    const { precision } = (await convert('int8', own)).sidecar;
    expect(precision.used).toBe('fp32');
    expect(precision.reason).toContain(`int8 is not possible here (${file}: is not the file that model fathom-s names`);
    expect((await runCli(['models', 'verify', 'fathom-s'], own)).code).not.toBe(0);
    const doctor = await runCli(['doctor'], own);
    expect(doctor.stdout).toContain(`verdict    fathom-s, int8 on cpu: notAvailable, ${file}: is not the file`);
    expect(doctor.stdout).toContain('verdict    fathom-s, fp32 on cpu: chosen');
  });
});
