import fc from 'fast-check';
import { zipSync } from 'fflate';
import { DataTexture, FloatType, HalfFloatType, RGBAFormat } from 'three';
import { EXRExporter, NO_COMPRESSION, ZIP_COMPRESSION, ZIPS_COMPRESSION } from 'three/addons/exporters/EXRExporter.js';
import { toHalfFloat } from 'three/src/extras/DataUtils.js';
import { describe, expect, it } from 'vitest';
import { depthMapOf, keptDepth, largeDepthMap, someDepthMaps } from '../../../../test/fixtures/depth-rows';
import { bytesOf } from '../../../../test/fixtures/point-clouds';
import { depthMapRows, type DepthMap } from '../../depth/depth-map';
import { encodeExr } from '../exr';
import { encodeNpy } from '../npy';
import { npyHeader } from '../npy-header';
import { encodeNpz } from '../npz';
import { encodePfm } from '../pfm';
import { DepthFault, halfToNumber } from './depth-image';
import { readExr } from './read-exr';
import { readNpy } from './read-npy';
import { readNpz } from './read-npz';
import { readPfm } from './read-pfm';

describe('reads what Fathom writes', () => {
  it.each([
    ['NPY', encodeNpy, readNpy],
    ['NPZ', encodeNpz, readNpz],
    ['PFM', encodePfm, readPfm],
    ['EXR', encodeExr, readExr],
  ] as const)('%s', (_, encode, read) => {
    const expectSame = (map: DepthMap): void => {
      const { size, values, isWhole } = read(bytesOf(encode(depthMapRows(map))));
      expect({ size, isWhole }).toEqual({ size: map.size, isWhole: false });
      expect(Buffer.from(values.buffer).equals(Buffer.from(keptDepth(map).buffer))).toBe(true);
    };
    fc.assert(fc.property(someDepthMaps, expectSame), { numRuns: 20 });
    expectSame(largeDepthMap());
  });
});

describe('NPY', () => {
  /** A file as NumPy makes it, of format 1.0. */
  const file = (type: string, shape: string, data: ArrayBuffer, isColumnsFirst = false): Uint8Array => {
    const literal = `{'descr': '${type}', 'fortran_order': ${isColumnsFirst ? 'True' : 'False'}, 'shape': ${shape}, }\n`;
    const head = Buffer.from(`\x93NUMPY\x01\x00\x00\x00${literal}`, 'latin1');
    head.writeUInt16LE(literal.length, 8);
    return Buffer.concat([head, Buffer.from(data)]);
  };
  const values = Float32Array.of(1, 2, 3, 4, 5, 6);
  const swapped = (bytes: Buffer): ArrayBuffer => new Uint8Array(bytes).buffer;

  it.each([
    ['float64', file('<f8', '(2, 3)', Float64Array.from(values).buffer), false],
    ['big-endian', file('>f4', '(2, 3)', swapped(Buffer.from(values.slice().buffer).swap32())), false],
    ['half', file('<f2', '(2, 3)', Uint16Array.from(values, toHalfFloat).buffer), false],
    ['axes of length 1', file('<f4', '(1, 2, 3, 1)', values.slice().buffer), false],
    ['whole numbers', file('<u2', '(2, 3)', Uint16Array.from(values).buffer), true],
    ['columns first', file('<f4', '(2, 3)', Float32Array.of(1, 4, 2, 5, 3, 6).buffer, true), false],
  ])('%s', (_, bytes, isWhole) => {
    expect(readNpy(bytes)).toEqual({ size: { widthPx: 3, heightPx: 2 }, values, isWhole });
  });

  it.each([
    ['is no NumPy file', new Uint8Array(64)],
    ['is cut off', file('<f4', '(2, 3)', new ArrayBuffer(23))],
    ['has the shape (2, 3, 3)', file('<f4', '(2, 3, 3)', new ArrayBuffer(72))],
    ['numbers of type c8', file('<c8', '(2, 3)', new ArrayBuffer(72))],
    ['too large', file('<f4', '(100000, 100000)', new ArrayBuffer(8))],
    ['no array of plain numbers', file('|O', '{}', new ArrayBuffer(8))],
  ])('refuses what %s', (words, bytes) => {
    expect(() => readNpy(bytes)).toThrow(words);
  });
});

describe('NPZ', () => {
  const array = Buffer.concat([npyHeader('<f4', [2, 2]), Buffer.from(Float32Array.of(1, 2, 3, 4).buffer)]);

  it('takes the array of depth, compressed too, or the only one', () => {
    const values = Float32Array.of(1, 2, 3, 4);
    expect(readNpz(zipSync({ 'a.npy': new Uint8Array(3), 'depth_meters.npy': array }, { level: 9 }))).toMatchObject({
      values,
    });
    expect(readNpz(zipSync({ 'arr_0.npy': array }, { level: 0 }))).toMatchObject({ values });
  });

  it('names the arrays where none is of depth', () => {
    expect(() => readNpz(zipSync({ 'a.npy': array, 'b.npy': array }))).toThrow('has no array "depth" but a, b');
    expect(() => readNpz(Buffer.from('PK no zip at all'))).toThrow(DepthFault);
  });
});

describe('EXR', () => {
  const colours = Float32Array.from({ length: 4 * 37 * 41 }, (_, i) => (i % 4 === 0 ? 1 + Math.sin(i) / 3 : i));
  const red = colours.filter((_, i) => i % 4 === 0);

  it.each([
    ['none', NO_COMPRESSION, FloatType],
    ['ZIPS', ZIPS_COMPRESSION, FloatType],
    ['ZIP', ZIP_COMPRESSION, FloatType],
    ['ZIP', ZIP_COMPRESSION, HalfFloatType],
  ] as const)('reads R of what three’s exporter writes: %s, type %s %s', async (_, compression, type) => {
    const texture = new DataTexture(colours, 37, 41, RGBAFormat, FloatType);
    const bytes = await new EXRExporter().parse(texture, { compression, type });
    const { size, values } = readExr(bytes);
    expect(size).toEqual({ widthPx: 37, heightPx: 41 });
    // The exporter's first row is the texture's last, which is the picture's top.
    const expected = Float32Array.from(red, (_, i) => red[37 * (40 - Math.floor(i / 37)) + (i % 37)]!);
    const exact = type === FloatType ? expected : expected.map((value) => halfToNumber(toHalfFloat(value)));
    expect(values).toEqual(exact);
  });

  it('tells what it does not read', () => {
    const bytes = bytesOf(encodeExr(depthMapRows(largeDepthMap())));
    const piz = Buffer.from(bytes);
    piz[piz.indexOf('compression\0compression\0') + 28] = 4;
    expect(() => readExr(piz)).toThrow('compressed as PIZ');
    expect(() => readExr(bytes.subarray(0, bytes.length / 2))).toThrow('cut off');
    expect(() => readExr(new Uint8Array(40))).toThrow('no OpenEXR');
  });
});

it('no reader fails otherwise than in words, whatever the bytes', () => {
  const files = [encodeNpy, encodeNpz, encodePfm, encodeExr].map((encode) => bytesOf(encode(depthMapRows(smallMap()))));
  fc.assert(
    fc.property(
      fc.constantFrom(...files),
      fc.nat(),
      fc.uint8Array({ minLength: 1, maxLength: 8 }),
      fc.nat(),
      (file, at, damage, cut) => {
        const bytes = Uint8Array.from(file);
        bytes.set(damage.subarray(0, bytes.length - (at % bytes.length)), at % bytes.length);
        for (const read of [readNpy, readNpz, readPfm, readExr]) {
          try {
            read(bytes.subarray(0, cut % 3 === 0 ? cut % bytes.length : bytes.length));
          } catch (error) {
            expect(error).toBeInstanceOf(DepthFault);
          }
        }
      },
    ),
    { numRuns: 2000 },
  );
});

/** The same at each run. */
function smallMap(): DepthMap {
  return depthMapOf(5, 4, {
    depthMetres: Float32Array.from({ length: 20 }, (_, i) => i + 1),
    mask: new Uint8Array(20),
  });
}
