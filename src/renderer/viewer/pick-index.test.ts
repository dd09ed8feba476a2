import { expect, test } from 'vitest';
import { decodePickIndex, encodePickIndex, nearestPickIndex } from './pick-index';

function windowOf(side: number, points: [at: number, index: number][]): Uint8Array {
  const window = new Uint8Array(4 * side * side);
  for (const [at, index] of points) window.set(encodePickIndex(index), 4 * at);
  return window;
}

test.each([0, 1, 254, 255, 65_535, 1_051_391, 16_777_215, 4_000_000_000])('index %d comes back', (index) => {
  expect(decodePickIndex(windowOf(1, [[0, index]]), 0)).toBe(index);
});

test('the clear colour is no point', () => {
  expect(decodePickIndex(new Uint8Array(4), 0)).toBeUndefined();
  expect(nearestPickIndex(new Uint8Array(4 * 25), 5)).toBeUndefined();
});

test('the nearest to the middle wins, not the first', () => {
  const window = windowOf(5, [
    [0, 10],
    [7, 20],
    [4, 30],
  ]);
  expect(nearestPickIndex(window, 5)).toBe(20);
});

test('the middle itself', () => {
  const window = windowOf(5, [
    [11, 1],
    [12, 2],
    [13, 3],
  ]);
  expect(nearestPickIndex(window, 5)).toBe(2);
});
