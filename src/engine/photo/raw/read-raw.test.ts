import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { placeCodedPicture, sharpOf } from '../../../../test/fixtures/pictures';
import {
  cameraFields,
  interchange,
  LONG,
  oneStrip,
  RATIONAL,
  RAW_LAYOUTS,
  rawFile,
  SHORT,
  type RawJpegs,
  UNDEFINED,
} from '../../../../test/fixtures/raw';
import { bytesInMemory, type ByteFile } from './byte-file';
import { RawFault } from './raw-fault';
import { readRaw, type RawReading } from './read-raw';

let jpegs: RawJpegs;
beforeAll(async () => {
  const jpeg = (widthPx: number, heightPx: number) => sharpOf(placeCodedPicture(widthPx, heightPx)).jpeg().toBuffer();
  jpegs = { large: await jpeg(96, 64), small: await jpeg(24, 16) };
});

const read = (file: Buffer): Promise<RawReading> => readRaw(bytesInMemory(file));

/** The bytes of the preview that was found. */
function previewIn(file: Buffer, reading: RawReading): Buffer {
  if (reading.kind !== 'preview') throw new Error(reading.kind);
  const { offset, byteLength } = reading.preview;
  return file.subarray(offset, offset + byteLength);
}

describe('readRaw', () => {
  it.each(Object.keys(RAW_LAYOUTS))('finds the largest JPEG of a %s, and the camera', async (kind) => {
    const file = RAW_LAYOUTS[kind]!(jpegs, 6);
    const reading = await read(file);
    expect(reading).toMatchObject({
      kind: 'preview',
      fault: undefined,
      preview: {
        size: { widthPx: 96, heightPx: 64 },
        orientation: 6,
        exif: { make: 'Maker', model: 'Camera', lensModel: 'Test lens', focalLengthMm: 4.25, focalLength35mm: 26 },
      },
    });
    expect(previewIn(file, reading).equals(jpegs.large)).toBe(true);
  });

  it('tells where a RAW says no orientation', async () => {
    const { preview } = (await read(RAW_LAYOUTS['arw']!(jpegs))) as Extract<RawReading, { kind: 'preview' }>;
    expect(preview.orientation).toBeUndefined();
  });

  it('reads pixels per millimetre only where it says of which size', async () => {
    const focalPlane = [
      [0xa20e, RATIONAL, [5000, 1]],
      [0xa210, SHORT, [3]],
    ] as const;
    const size = [
      [0xa002, LONG, [6000]],
      [0xa003, LONG, [4000]],
    ] as const;
    const exifOf = async (...fields: Parameters<typeof rawFile>[0]['fields'][number][]) => {
      const file = rawFile({ fields: [...interchange(jpegs.large), ...cameraFields(1, { fields })] });
      const reading = await read(file);
      return reading.kind === 'preview' ? reading.preview.exif : undefined;
    };
    expect(await exifOf(...focalPlane)).toEqual({ make: 'Maker', model: 'Camera' });
    expect(await exifOf(...focalPlane, ...size)).toMatchObject({
      focalPlaneXResolution: 5000,
      focalPlaneUnitMm: 10,
      pixelXDimension: 6000,
      pixelYDimension: 4000,
    });
  });

  it('finds nothing in raw data alone', async () => {
    const file = rawFile({ fields: [...oneStrip(Buffer.alloc(500)), ...cameraFields(1)] });
    expect(await read(file)).toEqual({ kind: 'noPreview', fault: undefined });
  });

  it('takes no JPEG whose tables lie elsewhere', async () => {
    const file = rawFile({
      fields: [...oneStrip(jpegs.large), [0x015b, UNDEFINED, Buffer.alloc(8)], ...cameraFields(1)],
    });
    expect(await read(file)).toEqual({ kind: 'noPreview', fault: undefined });
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a JPEG', Buffer.from('ffd8ffe000104a46494600', 'hex')],
    ['a CR3', Buffer.from('\0\0\0\x18ftypcrx \0\0\0\x01', 'latin1')],
  ])('takes %s for no TIFF structure', async (_, file) => {
    expect(await read(file)).toEqual({ kind: 'otherStructure' });
  });

  it('does not follow directories that lead in a circle', async () => {
    const file = rawFile({ fields: cameraFields(1) });
    const start = file.readUInt32LE(4);
    file.writeUInt32LE(start, start + 2 + 12 * file.readUInt16LE(start));
    expect(await read(file)).toMatchObject({ kind: 'noPreview', fault: { why: 'its directories lead in a circle' } });
  });

  it('takes what is whole where one of many sub-directories leads out of the file', async () => {
    const file = rawFile({
      fields: [[0x014a, LONG, [{ fields: interchange(jpegs.large) }, 0x7fffffff]], ...cameraFields(1)],
    });
    expect(await read(file)).toMatchObject({
      kind: 'preview',
      preview: { size: { widthPx: 96 } },
      fault: { why: 'it points beyond its end' },
    });
  });

  it('leaves out a JPEG that ends behind the file', async () => {
    const file = rawFile({
      fields: [[0x0201, LONG, [{ bytes: jpegs.large }]], [0x0202, LONG, [0xffffffff]], ...cameraFields(1)],
    });
    expect(await read(file)).toMatchObject({ kind: 'noPreview', fault: { why: 'it points beyond its end' } });
  });

  it('takes no place before the file', async () => {
    const signed = 9;
    const file = rawFile({ fields: [[0x0201, signed, [0xffffff00]], [0x0202, LONG, [400]], ...cameraFields(1)] });
    expect(await read(file)).toMatchObject({ kind: 'noPreview', fault: { why: 'it points beyond its end' } });
  });

  it('refuses a main directory of too many entries', async () => {
    const file = Buffer.alloc(70_000);
    file.write('II*\0', 'latin1');
    file.writeUInt32LE(8, 4);
    file.writeUInt16LE(5000, 8);
    await expect(read(file)).rejects.toThrow('too many entries');
  });

  it('reads no field of millions of values', async () => {
    const file = rawFile({ fields: [[0x014a, LONG, [0]], ...cameraFields(1)] });
    const start = file.readUInt32LE(4);
    file.writeUInt32LE(0xffffffff, start + 2 + 4);
    expect(await read(file)).toMatchObject({ kind: 'noPreview', fault: { why: 'it has a field of too many values' } });
  });

  it('says of any damaged file what is wrong, and reads little of it, always within it', async () => {
    const whole = Object.values(RAW_LAYOUTS).map((layout) => layout(jpegs, 8));
    const damage = fc.array(fc.record({ at: fc.nat(2000), byte: fc.nat(255) }), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...whole), damage, fc.nat(8000), async (file, changes, cut) => {
        const damaged = Buffer.from(file.subarray(0, Math.max(0, file.length - cut)));
        // Directories stand last: damage is done there.
        for (const { at, byte } of changes) if (at < damaged.length) damaged[damaged.length - 1 - at] = byte;
        const inside = bytesInMemory(damaged);
        let bytesRead = 0;
        const counted: ByteFile = {
          ...inside,
          read: async (offset, length) => {
            expect(offset).toBeGreaterThanOrEqual(0);
            expect(length).toBeLessThanOrEqual(16_384);
            const bytes = await inside.read(offset, length);
            bytesRead += length;
            return bytes;
          },
        };
        const reading = await readRaw(counted).catch((error: unknown) => {
          expect(error).toBeInstanceOf(RawFault);
          return undefined;
        });
        expect(bytesRead).toBeLessThan(2 ** 21);
        if (reading?.kind === 'preview') {
          const { offset, byteLength } = reading.preview;
          expect(offset + byteLength).toBeLessThanOrEqual(damaged.length);
        }
      }),
      { numRuns: 300 },
    );
  });
});
