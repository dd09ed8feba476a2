import { describe, expect, it } from 'vitest';
import type { InputGeometry } from '../camera/input-geometry';
import { pixels } from '../camera/units';
import type { ModelDescriptor } from './descriptor';
import { inputDimensions, inputLength, packInput } from './input-tensor';

function modelWith(
  input: Pick<ModelDescriptor['input'], 'mean' | 'deviation' | 'padColour'>,
): Pick<ModelDescriptor, 'input'> {
  return {
    input: { name: 'image', size: { kind: 'fixed', widthPx: 4, heightPx: 3 }, minPhotoSidePx: 1, ...input },
  };
}

const plain = modelWith({ mean: [0, 0, 0], deviation: [1, 1, 1], padColour: [9, 8, 7] });

function geometryOf(inputWidth: number, inputHeight: number, content: InputGeometry['content']): InputGeometry {
  return { input: { widthPx: inputWidth, heightPx: inputHeight }, content, fedFocalPx: pixels(1) };
}

describe('packInput', () => {
  it('turns interleaved pixels into planes', () => {
    const geometry = geometryOf(2, 2, { widthPx: 2, heightPx: 2, leftPx: 0, topPx: 0 });
    const rgb = Uint8Array.of(1, 10, 100, 2, 20, 200, 3, 30, 255, 4, 40, 0);
    expect(Array.from(packInput(rgb, geometry, plain))).toEqual([1, 2, 3, 4, 10, 20, 30, 40, 100, 200, 255, 0]);
  });

  it('fills every element of a tensor that was used before, the bars too', () => {
    const geometry = geometryOf(2, 2, { widthPx: 2, heightPx: 1, leftPx: 0, topPx: 1 });
    const used = new Float32Array(inputLength(geometry)).fill(-1);
    expect(packInput(Uint8Array.of(1, 2, 3, 4, 5, 6), geometry, plain, used)).toBe(used);
    expect(Array.from(used)).toEqual([9, 9, 1, 4, 8, 8, 2, 5, 7, 7, 3, 6]);
  });

  it('normalises each channel by its own mean and deviation', () => {
    const model = modelWith({ mean: [10, 20, 30], deviation: [2, 4, 0.5], padColour: [0, 0, 0] });
    const geometry = geometryOf(1, 1, { widthPx: 1, heightPx: 1, leftPx: 0, topPx: 0 });
    expect(Array.from(packInput(Uint8Array.of(20, 10, 31), geometry, model))).toEqual([5, -2.5, 2]);
  });

  it('fills the bars with the pad colour, normalised alike', () => {
    const model = modelWith({ mean: [1, 1, 1], deviation: [2, 1, 1], padColour: [9, 8, 7] });
    const geometry = geometryOf(4, 3, { widthPx: 2, heightPx: 1, leftPx: 1, topPx: 1 });
    expect(Array.from(packInput(Uint8Array.of(3, 4, 5, 7, 8, 9), geometry, model))).toEqual([
      ...[4, 4, 4, 4, 4, 1, 3, 4, 4, 4, 4, 4],
      ...[7, 7, 7, 7, 7, 3, 7, 7, 7, 7, 7, 7],
      ...[6, 6, 6, 6, 6, 4, 8, 6, 6, 6, 6, 6],
    ]);
  });

  it.each([
    ['above and below', { widthPx: 3, heightPx: 1, leftPx: 0, topPx: 1 }, [9, 9, 9, 1, 2, 3, 9, 9, 9]],
    ['left and right', { widthPx: 1, heightPx: 3, leftPx: 1, topPx: 0 }, [9, 1, 9, 9, 2, 9, 9, 3, 9]],
    ['to one side only', { widthPx: 3, heightPx: 2, leftPx: 0, topPx: 0 }, [1, 2, 3, 4, 5, 6, 9, 9, 9]],
  ])('lays bars %s', (_, content, redPlane) => {
    const red = Array.from({ length: content.widthPx * content.heightPx }, (_, i) => [i + 1, 0, 0]).flat();
    const tensor = packInput(Uint8Array.from(red), geometryOf(3, 3, content), plain);
    expect(Array.from(tensor.slice(0, 9))).toEqual(redPlane);
  });

  it('keeps pixels interleaved where the graph wants them so', () => {
    const model = { input: { ...plain.input, layout: 'nhwc' as const } };
    const geometry = geometryOf(2, 2, { widthPx: 2, heightPx: 1, leftPx: 0, topPx: 1 });
    expect(Array.from(packInput(Uint8Array.of(1, 10, 100, 2, 20, 200), geometry, model))).toEqual([
      ...[9, 8, 7, 9, 8, 7],
      ...[1, 10, 100, 2, 20, 200],
    ]);
    expect(inputDimensions(geometry, model)).toEqual([1, 2, 2, 3]);
  });
});

it('names the dimensions of a planar input', () => {
  const geometry = geometryOf(4, 3, { widthPx: 4, heightPx: 3, leftPx: 0, topPx: 0 });
  expect(inputDimensions(geometry, plain)).toEqual([1, 3, 3, 4]);
});
