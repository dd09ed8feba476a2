import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { madeUpModel } from '../../../test/fixtures/made-up-model';
import { tempFolder } from '../../../test/fixtures/temp-folder';
import type { ModelDescriptor } from '../../core/models/descriptor';
import { verifyModelFiles } from '../models/verify-model-files';
import { filesAsTheyAre } from '../precision/converted-model';
import { ModelStore } from './model-store';
import { fingerprintIn, sha256In, verifyModel, type VerifiedModel } from './verified-model';

const root = tempFolder();
const at = (name: string): string => path.join(folder, name);
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
let folder: string;
let count = 0;

/** A model in float32 that ships an int8 file of that content. */
function described(int8: string): ModelDescriptor {
  const score = { delta1: 0.9, absRel: 0.1 };
  const file = { name: 'm-int8.onnx', bytes: int8.length, sha256: hashOf(int8), urls: [] };
  return {
    ...madeUpModel('m', { widthPx: 8, heightPx: 8 }, { bytes: 4, sha256: hashOf('fp32') }),
    variants: [{ precision: 'int8', file, scores: [{ benchmark: 'some', ...score, float32: score }] }],
  };
}

const verified = (int8 = 'int8'): Promise<VerifiedModel> =>
  verifyModel({ descriptor: described(int8), folder, origin: 'bundled' });

beforeEach(async () => {
  folder = path.join(root, String(count++));
  await mkdir(folder);
  await writeFile(at('m.onnx'), 'fp32');
  await writeFile(at('m-int8.onnx'), 'int8');
});

describe('a variant of a model', () => {
  it('is the file that the descriptor names, and is given for its precision alone', async () => {
    const model = await verified();
    expect(await model.variant('int8')).toEqual({ kind: 'whole', file: at('m-int8.onnx') });
    expect(await model.variant('fp32')).toBeUndefined();
    const offered = (['int8', 'fp32', 'tf32', 'fp16'] as const).filter((each) => filesAsTheyAre.offers(model, each));
    expect(offered).toEqual(['int8', 'fp32', 'tf32']);
    expect(await filesAsTheyAre.fileFor(model, 'int8', 'cpu')).toBe(at('m-int8.onnx'));
    expect(await filesAsTheyAre.fileFor(model, 'fp32', 'cpu')).toBe(at('m.onnx'));
    expect(await filesAsTheyAre.fileFor(model, 'tf32', 'cuda')).toBe(at('m.onnx'));
    expect(await filesAsTheyAre.fileFor(model, 'fp16', 'cuda')).toBeUndefined();
  });

  it.each([
    ['missing', undefined, 'is not there'],
    ['shorter', 'int', 'is not the file that model m names'],
    ['of the same length', 'INT8', 'is not the file that model m names'],
  ])('that is %s leaves the model as it is, says so, and can be repaired', async (_, content, words) => {
    await rm(at('m-int8.onnx'));
    if (content !== undefined) await writeFile(at('m-int8.onnx'), content);
    const model = await verified();
    const reason = expect.stringContaining(`${at('m-int8.onnx')}: `) as string;
    expect(await model.variant('int8')).toEqual({ kind: 'unfit', reason });
    expect(await model.variant('int8')).toMatchObject({ reason: expect.stringContaining(words) as string });
    expect(await filesAsTheyAre.fileFor(model, 'int8', 'cpu')).toBeUndefined();
    expect(await filesAsTheyAre.fileFor(model, 'fp32', 'cpu')).toBe(at('m.onnx'));
    await writeFile(at('m-int8.onnx'), 'int8');
    expect(await model.variant('int8')).toMatchObject({ kind: 'whole' });
  });

  it('has a hash and a fingerprint of its own, which change with it and leave the model’s alone', async () => {
    const { variants, ...plain } = described('int8');
    expect(variants).toHaveLength(1);
    const without = await verifyModel({ descriptor: plain, folder, origin: 'bundled' });
    const [one, other] = [await verified('int8'), await verified('INT8')];
    for (const model of [one, other]) {
      expect([fingerprintIn(model, 'fp32'), model.fingerprint]).toEqual([without.fingerprint, without.fingerprint]);
      expect(sha256In(model, 'fp32')).toBe(hashOf('fp32'));
    }
    expect(sha256In(one, 'int8')).toBe(hashOf('int8'));
    const fingerprints = [without.fingerprint, fingerprintIn(one, 'int8'), fingerprintIn(other, 'int8')];
    expect(new Set(fingerprints).size).toBe(3);
  });

  it('is read with the other files where all of them are', async () => {
    await writeFile(at('m.json'), JSON.stringify(described('INT8')));
    expect(await verifyModelFiles(new ModelStore(folder), 'm')).toEqual([
      { name: 'm.onnx', state: 'whole' },
      { name: 'm-int8.onnx', state: 'damaged' },
    ]);
  });
});
