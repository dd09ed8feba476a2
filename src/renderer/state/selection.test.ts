import { describe, expect, it } from 'vitest';
import { photoId } from '../../../test/app/fixtures/photos';
import { keyTarget, NOTHING_SELECTED, select, selectAll, withoutMissing } from './selection';

const order = ['a', 'b', 'c', 'd', 'e'].map(photoId);
const [a, b, c, d, e] = order as [(typeof order)[0], ...typeof order];
const listOf = ({ selected }: { selected: ReadonlySet<string> }) => [...selected];

describe('select', () => {
  it('takes one and drops the others', () => {
    const selection = select(selectAll(NOTHING_SELECTED, order), order, c!, 'only');
    expect(selection).toEqual({ selected: new Set([c]), anchor: c, focus: c });
  });

  it('adds and takes away', () => {
    const two = select(select(NOTHING_SELECTED, order, a, 'toggle'), order, c!, 'toggle');
    expect(listOf(two)).toEqual([a, c]);
    expect(listOf(select(two, order, a, 'toggle'))).toEqual([c]);
  });

  it('reaches from the anchor, forwards and backwards, and keeps the anchor', () => {
    const from = select(NOTHING_SELECTED, order, c!, 'only');
    const forwards = select(from, order, e!, 'range');
    expect(listOf(forwards)).toEqual([c, d, e]);
    expect(listOf(select(forwards, order, a, 'range'))).toEqual([a, b, c]);
  });

  it('begins anew where the anchor is gone or was never set', () => {
    expect(listOf(select(NOTHING_SELECTED, order, b!, 'range'))).toEqual([b]);
    const gone = { ...NOTHING_SELECTED, anchor: photoId('gone') };
    expect(listOf(select(gone, order, b!, 'range'))).toEqual([b]);
  });
});

describe('withoutMissing', () => {
  const selection = { selected: new Set([a, b!]), anchor: a, focus: b! };
  it('is the same object where nothing is missing', () => {
    expect(withoutMissing(selection, () => true)).toBe(selection);
  });
  it('forgets what is gone', () => {
    expect(withoutMissing(selection, (id) => id !== a)).toEqual({
      selected: new Set([b]),
      anchor: undefined,
      focus: b,
    });
  });
});

describe('keyTarget', () => {
  // Eight photos in rows of three: the last row holds two.
  const grid = { count: 8, columns: 3, rows: 2 };
  it.each([
    [0, 'ArrowLeft', 0],
    [2, 'ArrowRight', 3],
    [7, 'ArrowRight', 7],
    [1, 'ArrowUp', 1],
    [4, 'ArrowUp', 1],
    [4, 'ArrowDown', 7],
    [5, 'ArrowDown', 7],
    [6, 'ArrowDown', 6],
    [4, 'Home', 0],
    [4, 'End', 7],
    [7, 'PageUp', 1],
    [4, 'PageUp', 1],
    [1, 'PageDown', 7],
  ] as const)('from %i, %s leads to %i', (index, key, expected) => {
    expect(keyTarget(index, key, grid)).toBe(expected);
  });
});
