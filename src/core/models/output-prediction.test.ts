import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InputGeometry } from '../camera/input-geometry';
import { pixels } from '../camera/units';
import { packInput } from './input-tensor';
import { outputNames, readPrediction } from './output-prediction';

const model = {
  id: 'm',
  outputs: { depth: 'd', normal: { name: 'n', layout: 'planar' as const }, confidence: 'c' },
};
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

  it('reads points and their scale, and cuts the bars off them', () => {
    const geometry: InputGeometry = {
      input: { widthPx: 3, heightPx: 2 },
      content: { widthPx: 1, heightPx: 2, leftPx: 1, topPx: 0 },
      fedFocalPx: pixels(1),
    };
    const points = { id: 'm', outputs: { points: 'p', metricScale: ['metric_scale', 'scale'] } };
    expect(readPrediction({ p: counted(18), scale: Float32Array.of(1.5) }, geometry, points)).toEqual({
      size: { widthPx: 1, heightPx: 2 },
      points: Float32Array.of(3, 4, 5, 12, 13, 14),
      metricScale: 1.5,
    });
  });

  it('reads a focal length, a validity mask and a sky', () => {
    const outputs = {
      depth: 'd',
      focal: 'f',
      validity: { name: 'v', threshold: 0.5 },
      sky: { name: 's', threshold: 0.3 },
    };
    const given = { d: counted(6), f: Float32Array.of(800), v: counted(6, 10), s: counted(6, 20) };
    expect(readPrediction(given, whole, { id: 'm', outputs })).toEqual({
      size: { widthPx: 3, heightPx: 2 },
      depth: given.d,
      focalPx: 800,
      validity: given.v,
      sky: given.s,
    });
  });

  it('lays interleaved normals out in planes', () => {
    const outputs = { depth: 'd', normal: { name: 'n', layout: 'interleaved' as const } };
    const geometry: InputGeometry = {
      input: { widthPx: 2, heightPx: 2 },
      content: { widthPx: 2, heightPx: 1, leftPx: 0, topPx: 1 },
      fedFocalPx: pixels(1),
    };
    expect(readPrediction({ d: counted(4), n: counted(12) }, geometry, { id: 'm', outputs }).normals).toEqual(
      Float32Array.of(6, 9, 7, 10, 8, 11),
    );
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

  it('refuses a scale that is not one number', () => {
    const points = { id: 'm', outputs: { points: 'p', metricScale: ['metric_scale', 'scale'] } };
    expect(() => readPrediction({ p: counted(18) }, whole, points)).toThrow('"metric_scale" or "scale"');
    expect(() => readPrediction({ p: counted(18), scale: counted(2) }, whole, points)).toThrow('one number');
  });
});

describe('outputNames', () => {
  it('lists every name an output may go by', () => {
    expect(outputNames(model.outputs)).toEqual([['d'], ['n'], ['c']]);
    expect(
      outputNames({
        points: 'p',
        metricScale: ['metric_scale', 'scale'],
        validity: { name: 'v', threshold: 0.5 },
        sky: { name: 's', threshold: 0.3 },
      }),
    ).toEqual([['p'], ['metric_scale', 'scale'], ['v'], ['s']]);
    expect(outputNames({ depth: 'd', focal: 'f' })).toEqual([['d'], ['f']]);
  });
});
