import { describe, expect, it } from 'vitest';
import { bytesField, concatenated, repeated, varint, varintField } from '../../../test/fixtures/wire-bytes';
import { bytesInMemory, openWindow } from './byte-source';
import { faultAsValue } from './onnx-fault';
import { wireFields } from './wire-format';

function fieldsOf(bytes: Uint8Array, start = 0, end = bytes.byteLength) {
  return faultAsValue(() => [...wireFields(openWindow(bytesInMemory(bytes)), { start, end })]);
}

describe('wireFields', () => {
  it('finds fields of every kind, with where they stand', () => {
    const bytes = concatenated(
      varintField(1, 300),
      bytesField(500, repeated([7], 3)),
      Uint8Array.from([(2 << 3) | 1, 0, 0, 0, 0, 0, 0, 0, 0]),
      Uint8Array.from([(3 << 3) | 5, 0, 0, 0, 0]),
    );
    expect(fieldsOf(bytes)).toEqual([
      { number: 1, wireType: 'varint', whole: { start: 0, end: 3 }, value: { start: 1, end: 3 } },
      { number: 500, wireType: 'bytes', whole: { start: 3, end: 9 }, value: { start: 6, end: 9 } },
      { number: 2, wireType: 'bits64', whole: { start: 9, end: 18 }, value: { start: 10, end: 18 } },
      { number: 3, wireType: 'bits32', whole: { start: 18, end: 23 }, value: { start: 19, end: 23 } },
    ]);
  });

  it('steps over ten bytes of varint, as −1 is written', () => {
    const minusOne = concatenated(repeated([0xff], 9), Uint8Array.from([1]));
    expect(fieldsOf(concatenated(varint(8), minusOne))).toMatchObject([{ value: { start: 1, end: 11 } }]);
  });

  it.each([
    ['a length past the end of the file', bytesField(1, repeated([0], 9)).subarray(0, -1)],
    ['a length of 4 GB', concatenated(varint(10), varint(2 ** 32 - 1))],
    ['a number cut short', varintField(1, 300).subarray(0, -1)],
    ['a double cut short', Uint8Array.from([9, 0, 0, 0])],
    ['a tag alone', varint(8)],
  ])('calls %s truncated', (_, bytes) => {
    expect(fieldsOf(bytes)).toMatchObject({ kind: 'fault', code: 'Truncated' });
  });

  it.each([
    ['a group', Uint8Array.from([(1 << 3) | 3, (1 << 3) | 4])],
    ['a wire type that there is not', Uint8Array.from([(1 << 3) | 7, 0])],
    ['field number 0', Uint8Array.from([0, 0])],
    ['a length beyond 32 bits', concatenated(varint(10), varint(2 ** 40))],
    ['a tag beyond 32 bits', varintField(2 ** 34, 0)],
    ['a varint without end', repeated([0xff], 20)],
  ])('calls %s malformed', (_, bytes) => {
    expect(fieldsOf(bytes)).toMatchObject({ kind: 'fault', code: 'Malformed' });
  });

  it('calls a field malformed that goes on past its message, though the file goes on as well', () => {
    expect(fieldsOf(bytesField(1, repeated([0], 9)), 0, 5)).toMatchObject({ code: 'Malformed' });
  });
});
