import { InferenceSession } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { encode, type ModelInit, modelInit } from '../../../test/fixtures/onnx-models';
import { checkFunctionOpsets, checkIrVersion, checkOpsets, irVersions, onnxOpsets } from './check-versions';
import { faultAsValue } from './onnx-fault';
import type { OperatorSetIdProto } from './protobuf/onnx_pb';

const opset = (version: number, domain = '') => ({ domain, version: BigInt(version) }) as OperatorSetIdProto;
const refused = { kind: 'fault', code: 'VersionUnsupported' };

async function runs(rest: ModelInit): Promise<boolean> {
  try {
    await InferenceSession.create(encode(modelInit({}, rest)), { logSeverityLevel: 4 });
    return true;
  } catch {
    return false;
  }
}

describe('the versions', () => {
  it('go as far as those of the installed ONNX Runtime', async () => {
    expect(await runs({ irVersion: BigInt(irVersions.to) })).toBe(true);
    expect(await runs({ irVersion: BigInt(irVersions.to + 1) })).toBe(false);
    expect(await runs({ opsetImport: [opset(onnxOpsets.to)] })).toBe(true);
    expect(await runs({ opsetImport: [opset(onnxOpsets.to + 1)] })).toBe(false);
  });

  it('of the file format are 3 to 13', () => {
    for (const version of [3n, 13n]) expect(faultAsValue(() => checkIrVersion(version))).toBeUndefined();
    for (const version of [-1n, 0n, 2n, 14n, 2n ** 62n]) {
      expect(faultAsValue(() => checkIrVersion(version))).toMatchObject(refused);
    }
  });

  it("of ONNX's operators are 7 to 26, under either name of their domain", () => {
    for (const known of [opset(7), opset(26, 'ai.onnx')]) {
      expect(faultAsValue(() => checkOpsets([known, opset(1, 'com.microsoft')]))).toBeUndefined();
    }
    for (const unknown of [opset(6), opset(27), opset(27, 'ai.onnx')]) {
      expect(faultAsValue(() => checkOpsets([opset(17), unknown]))).toMatchObject(refused);
      expect(faultAsValue(() => checkFunctionOpsets([unknown]))).toMatchObject(refused);
    }
  });

  it('must be said by the model, though not by a function', () => {
    expect(faultAsValue(() => checkOpsets([opset(1, 'com.microsoft')]))).toMatchObject(refused);
    expect(faultAsValue(() => checkFunctionOpsets([]))).toBeUndefined();
  });
});
