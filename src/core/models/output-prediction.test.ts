import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InputGeometry } from '../camera/input-geometry';
import { pixels } from '../camera/units';
import { packInput } from './input-tensor';
import { readPrediction } from './output-prediction';

const model = { id: 'm', outputs: { depth: 'd', normal: 'n', confidence: 'c' } };
const whole: InputGeometry = {
  input: { widthPx: 3, heightPx: 2 },
  content: { widthPx: 3, heightPx: 2, leftPx: 0, topPx: 0 },
  fedFocalPx: pixels(1),
};

const counted = (length: number, first = 0): Float32Array => Float32Array.from({ length }, (_, i) => first + i);

describe('readPrediction', () => {
  it('names the outputs by their role', () => {
    const outputs = { n: counted(18), c: counted(6, 100), d: counted(6, 50) };
    expect(readPrediction(outputs, whole, model)).toEqual({
      size: { widthPx: 3, heightPx: 2 },
      depth: outputs.d,
      normals: outputs.n,
      confidence: outputs.c,
    });
  });

  it('reads no output that the descriptor does not name', () => {
    const prediction = readPrediction({ d: counted(6), n: counted(18), c: counted(6) }, whole, {
      id: 'm',
      outputs: { depth: 'd' },
    });
    expect(Object.keys(prediction)).toEqual(['size', 'depth']);
  });

  it('cuts the bars off every plane', () => {
    const geometry: InputGeometry = {
      input: { widthPx: 4, heightPx: 3 },
      content: { widthPx: 2, heightPx: 2, leftPx: 1, topPx: 1 },
      fedFocalPx: pixels(1),
    };
    const outputs = { d: counted(12), n: counted(36), c: counted(12, 100) };
    expect(readPrediction(outputs, geometry, model)).toEqual({
      size: { widthPx: 2, heightPx: 2 },
      depth: Float32Array.of(5, 6, 9, 10),
      normals: Float32Array.of(5, 6, 9, 10, 17, 18, 21, 22, 29, 30, 33, 34),
      confidence: Float32Array.of(105, 106, 109, 110),
    });
  });

  it('finds the photo where packInput laid it', () => {
    const layout = fc
      .record({ widthPx: fc.integer({ min: 1, max: 9 }), heightPx: fc.integer({ min: 1, max: 9 }) })
      .chain((content) =>
        fc.record({
          content: fc.constant(content),
          leftPx: fc.nat(4),
          topPx: fc.nat(4),
          rightPx: fc.nat(4),
          bottomPx: fc.nat(4),
          rgb: fc.uint8Array({
            minLength: 3 * content.widthPx * content.heightPx,
            maxLength: 3 * content.widthPx * content.heightPx,
          }),
        }),
      );
    fc.assert(
      fc.property(layout, ({ content, leftPx, topPx, rightPx, bottomPx, rgb }) => {
        const geometry: InputGeometry = {
          input: { widthPx: leftPx + content.widthPx + rightPx, heightPx: topPx + content.heightPx + bottomPx },
          content: { ...content, leftPx, topPx },
          fedFocalPx: pixels(1),
        };
        const tensor = packInput(rgb, geometry, {
          input: {
            name: 'image',
            size: { kind: 'fixed', ...geometry.input },
            mean: [0, 0, 0],
            deviation: [1, 1, 1],
            padColour: [1, 2, 3],
            minPhotoSidePx: 1,
          },
        });
        // A graph that gives back its input as normals.
        const plane = tensor.slice(0, tensor.length / 3);
        const { normals } = readPrediction({ d: plane, n: tensor, c: plane }, geometry, model);
        const planar = [0, 1, 2].flatMap((channel) => Array.from(rgb).filter((_, i) => i % 3 === channel));
        expect(Array.from(normals!)).toEqual(planar);
      }),
    );
  });

  it('refuses a graph that lacks a promised output, naming it', () => {
    expect(() => readPrediction({ d: counted(6), c: counted(6) }, whole, model)).toThrow('m: output "n" is missing');
    expect(() => readPrediction({}, whole, { id: 'm', outputs: { depth: 'd' } })).toThrow('"d"');
  });

  it('refuses planes of another size', () => {
    expect(() => readPrediction({ d: counted(5), n: counted(18), c: counted(6) }, whole, model)).toThrow('"d"');
    expect(() => readPrediction({ d: counted(6), n: counted(6), c: counted(6) }, whole, model)).toThrow('"n"');
    expect(() => readPrediction({ d: counted(6), n: counted(18), c: counted(18) }, whole, model)).toThrow('"c"');
  });
});
