import { describe, expect, test } from 'vitest';
import { centredIntrinsics, type ImageSize } from '../camera/intrinsics';
import { pixels } from '../camera/units';
import { depthMapRows } from '../depth/depth-map';
import type { DepthRows } from '../depth/depth-rows';
import { COLOUR_TABLES } from './colour-map';
import { colourisedDepth } from './colourised-depth';
import type { DepthScale } from './depth-scale';

const MASKED = [46, 48, 52];

function rowsOf(size: ImageSize, depthMetres: number[], mask: number[] = depthMetres.map(() => 0)): DepthRows {
  return depthMapRows({
    size,
    intrinsics: centredIntrinsics(size, pixels(100)),
    depthMetres: Float32Array.from(depthMetres),
    mask: Uint8Array.from(mask),
    normals: undefined,
    confidence: undefined,
  });
}

/** Pixels of the whole picture in the grey map, where a pixel of 255 is at the near end. */
function coloursOf(rows: DepthRows, size: ImageSize, scale: DepthScale | undefined): number[][] {
  const writeRow = colourisedDepth(rows, size, scale, COLOUR_TABLES.grey);
  const picture: number[][] = [];
  for (let y = 0; y < size.heightPx; y++) {
    const rgb = new Uint8Array(3 * size.widthPx);
    writeRow(y, rgb);
    for (let x = 0; x < size.widthPx; x++) picture.push(Array.from(rgb.subarray(3 * x, 3 * x + 3)));
  }
  return picture;
}

const grey = (...levels: number[]) => levels.map((level) => [level, level, level]);
const scale = { nearMetres: 1, farMetres: 100 };

describe('colourisedDepth', () => {
  test('on its own grid: near bright, far dark, clamped beyond the scale', () => {
    const size = { widthPx: 5, heightPx: 1 };
    expect(coloursOf(rowsOf(size, [0.1, 1, 10, 100, 1000]), size, scale)).toEqual(grey(255, 255, 128, 0, 0));
  });

  test('masked pixels are a dark grey, whatever their depth', () => {
    const size = { widthPx: 3, heightPx: 1 };
    const rows = rowsOf(size, [1, NaN, 1], [0, 1, 4]);
    expect(coloursOf(rows, size, scale)).toEqual([[255, 255, 255], MASKED, MASKED]);
  });

  test('all masked, without a scale', () => {
    const size = { widthPx: 2, heightPx: 1 };
    expect(coloursOf(rowsOf(size, [1, 1], [1, 1]), size, undefined)).toEqual([MASKED, MASKED]);
  });

  test('on a coarser grid: the mean colour of what each pixel covers', () => {
    const rows = rowsOf({ widthPx: 4, heightPx: 2 }, [1, 100, 10, 10, 100, 100, 10, 10]);
    expect(coloursOf(rows, { widthPx: 2, heightPx: 1 }, scale)).toEqual(grey(64, 128));
  });

  test('on a coarser grid that does not divide: every depth pixel counts once', () => {
    const rows = rowsOf({ widthPx: 5, heightPx: 1 }, [1, 100, 1, 1, 100]);
    // Two columns, then three.
    expect(coloursOf(rows, { widthPx: 2, heightPx: 1 }, scale)).toEqual(grey(128, 170));
  });

  test('on a finer grid: nothing in between is invented', () => {
    const rows = rowsOf({ widthPx: 2, heightPx: 2 }, [1, 100, 10, 1]);
    const expected = grey(255, 255, 0, 0, 255, 255, 0, 0, 128, 128, 255, 255, 128, 128, 255, 255);
    expect(coloursOf(rows, { widthPx: 4, heightPx: 4 }, scale)).toEqual(expected);
  });
});
