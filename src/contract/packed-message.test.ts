import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packMessage, unpackMessage } from './packed-message';

const anyArray = fc.oneof(
  fc.float32Array(),
  fc.uint8Array(),
  fc.uint16Array(),
  // A view into the middle of a longer buffer.
  fc.float32Array({ minLength: 3 }).map((array) => array.subarray(1, -1)),
);
const anyValue = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    anyArray,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.string(), tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;
/** The schema of a header leaves a field of this name out, so that it can set no prototype. */
const anyName = fc.string().filter((name) => name !== '__proto__');
const anyMessage = fc.dictionary(anyName, anyValue, { noNullPrototype: true });

/** As bytes that hold the header, and `tail` bytes of arrays behind it. */
function withHeader(header: unknown, tail: number): ArrayBuffer {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const start = Math.ceil((4 + json.length) / 8) * 8;
  const bytes = new Uint8Array(start + tail);
  new DataView(bytes.buffer).setUint32(0, json.length, true);
  bytes.set(json, 4);
  return bytes.buffer;
}

describe('a packed message', () => {
  it('comes back as it was, whatever it holds', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        expect(unpackMessage(packMessage(message).buffer)).toEqual(message);
      }),
    );
  });

  it('keeps every bit, of NaN too, and copies nothing on reading', () => {
    const bits = new Uint32Array([0x7fc0_1234, 0xffff_ffff, 0x8000_0000, 1]);
    const { buffer } = packMessage({ depth: new Float32Array(bits.buffer) });
    const { depth } = unpackMessage(buffer) as { depth: Float32Array };
    expect(new Uint32Array(depth.buffer, depth.byteOffset, 4)).toEqual(bits);
    expect(depth.buffer).toBe(buffer);
  });

  it('holds a Buffer of Node as the bytes it is', () => {
    const message = { picture: Buffer.from('picture') };
    expect(unpackMessage(packMessage(message).buffer)).toEqual({ picture: new Uint8Array(message.picture) });
  });

  it('is read nowhere when it is cut short or goes on', () => {
    const array = fc.float32Array({ minLength: 1 });
    fc.assert(
      fc.property(array, fc.nat(), fc.nat(40), (depth, cut, more) => {
        const bytes = packMessage({ i: '1', p: { b: depth } });
        expect(() => unpackMessage(bytes.slice(0, cut % bytes.length).buffer)).toThrow();
        expect(() => unpackMessage(new Uint8Array([...bytes, ...new Uint8Array(more + 1)]).buffer)).toThrow();
      }),
    );
  });

  it('leads to a message or to an error when any byte of it is changed, and to nothing else', () => {
    const whole = packMessage({ i: '1', p: { b: { depth: new Float32Array(4), mask: new Uint8Array(3) } } });
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const bytes = whole.slice();
        bytes[at]! ^= change;
        let message: unknown;
        try {
          message = unpackMessage(bytes.buffer);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
          return;
        }
        expect(Object.getPrototypeOf(message)).toBe(Object.prototype);
      }),
    );
  });

  it.each([
    ['nothing at all', new ArrayBuffer(0)],
    ['no JSON', new Uint8Array([3, 0, 0, 0, 65, 66, 67, 0]).buffer],
    ['no UTF-8', new Uint8Array([1, 0, 0, 0, 255, 0, 0, 0]).buffer],
    ['no header', withHeader({}, 0)],
    ['a list for a message', withHeader({ message: [], arrays: [] }, 0)],
    ['an unknown kind', withHeader({ message: { a: null }, arrays: [{ place: ['a'], kind: 'Array', length: 1 }] }, 8)],
    ['a negative length', withHeader({ message: { a: null }, arrays: [array(['a'], -1)] }, 8)],
    ['a broken length', withHeader({ message: { a: null }, arrays: [array(['a'], 0.5)] }, 8)],
    ['a length beyond the end', withHeader({ message: { a: null }, arrays: [array(['a'], 2 ** 40)] }, 8)],
    ['bytes that belong to nothing', withHeader({ message: { a: null }, arrays: [] }, 8)],
    ['an array in no place', withHeader({ message: { a: null }, arrays: [array(['b'], 1)] }, 8)],
    ['an array nowhere', withHeader({ message: { a: null }, arrays: [array([], 1)] }, 8)],
    ['an array in place of something', withHeader({ message: { a: 1 }, arrays: [array(['a'], 1)] }, 8)],
    ['an array within a text', withHeader({ message: { a: 'text' }, arrays: [array(['a', 0], 1)] }, 8)],
    [
      'an array within an array',
      withHeader({ message: { a: null }, arrays: [array(['a'], 2), array(['a', 0], 1)] }, 16),
    ],
    ['an array in a prototype', withHeader({ message: {}, arrays: [array(['__proto__', 'polluted'], 1)] }, 8)],
    ['an array for a constructor', withHeader({ message: {}, arrays: [array(['constructor'], 1)] }, 8)],
  ])('that holds %s is refused', (_, buffer) => {
    expect(() => unpackMessage(buffer)).toThrow();
    expect({}).not.toHaveProperty('polluted');
  });

  it.each([new ArrayBuffer(8), new Float64Array(1), new DataView(new ArrayBuffer(8))])(
    'cannot be made of %o',
    (binary) => {
      expect(() => packMessage({ binary })).toThrow(TypeError);
    },
  );
});

function array(place: (string | number)[], length: number): object {
  return { place, kind: 'Float32Array', length };
}
