import { create } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { externalTensor } from '../../../test/fixtures/onnx-models';
import { externalReference } from './external-data';
import { faultAsValue } from './onnx-fault';
import { TensorProtoSchema } from './protobuf/onnx_pb';

function referenceOf(entries: Readonly<Record<string, string>>, byteLength = 8) {
  return faultAsValue(() => externalReference(create(TensorProtoSchema, externalTensor('w', entries)), byteLength));
}

describe('externalReference', () => {
  it('says where the data are', () => {
    expect(referenceOf({ location: 'model.onnx_data', offset: '4096', length: '8', checksum: 'ab' })).toEqual({
      tensor: 'w',
      location: 'model.onnx_data',
      offset: 4096,
      byteLength: 8,
    });
  });

  it('takes the data from the start of the file, as many as the shape asks for, where nothing else is said', () => {
    expect(referenceOf({ location: 'w' }, 10_000_000_000)).toMatchObject({ offset: 0, byteLength: 10_000_000_000 });
  });

  it.each(['weights.bin', './weights.bin', 'folder/of weights/a..b.bin', '…données.bin', 'console.bin'])(
    'takes %j as a path within the folder',
    (location) => {
      expect(referenceOf({ location })).toMatchObject({ location });
    },
  );

  it.each([
    ['', 'is no file name'],
    ['/etc/passwd', 'not relative'],
    ['\\\\server\\share\\w', 'not relative'],
    ['\\w', 'not relative'],
    ['C:\\w', 'not relative'],
    ['c:w', 'not relative'],
    ['../w', 'leads out'],
    ['a/../../w', 'leads out'],
    ['a\\..\\..\\w', 'leads out'],
    ['..', 'leads out'],
    ['.. /w', 'is no file name'],
    ['.../w', 'is no file name'],
    ['a\\w', 'is no file name'],
    ['weights:stream', 'is no file name'],
    ['w\u0000.bin', 'is no file name'],
    ['NUL', 'is no file name'],
    ['a/com1.bin', 'is no file name'],
    ['*/_ORT_MEM_ADDR_/*', 'is no file name'],
  ])('refuses %j', (location, reason) => {
    const fault = referenceOf({ location });
    expect(fault).toMatchObject({ code: 'ExternalDataUnsafe' });
    expect(fault).toHaveProperty('message', expect.stringContaining(reason));
  });

  it.each([
    ['a negative offset', { offset: '-1' }],
    ['an offset that is no number', { offset: '0x10' }],
    ['an offset beyond 2⁵³', { offset: '9007199254740993' }],
    ['an empty length', { length: '' }],
    ['a length that the shape does not ask for', { length: '9' }],
  ])('refuses %s', (_, entries) => {
    expect(referenceOf({ location: 'w', ...entries })).toMatchObject({ code: 'TensorInvalid' });
  });

  it('refuses two locations, of which one reader may take the first and another the last', () => {
    const tensor = create(TensorProtoSchema, externalTensor('w', { location: 'w' }));
    tensor.externalData.push(
      ...create(TensorProtoSchema, externalTensor('w', { location: '/etc/passwd' })).externalData,
    );
    expect(faultAsValue(() => externalReference(tensor, 8))).toMatchObject({ code: 'TensorInvalid' });
  });
});
