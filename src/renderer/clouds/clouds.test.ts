import { describe, expect, it } from 'vitest';
import { photoId } from '../../../test/app/fixtures/photos';
import { arrangementOf, inOrder, NEW_CLOUDS, NOTHING_ADDED, withAdded, withChanged, withoutAdded } from './clouds';

const a = photoId('a.jpg');
const b = photoId('b.jpg');
const two = withAdded(withAdded(NOTHING_ADDED, a, 'a.jpg'), b, 'b.jpg');

describe('the clouds beside a photo', () => {
  it('are none for a photo to which none were added, and for none', () => {
    expect(arrangementOf(NEW_CLOUDS, a)).toBe(NOTHING_ADDED);
    expect(arrangementOf(NEW_CLOUDS, undefined)).toBe(NOTHING_ADDED);
    expect(arrangementOf({ kept: { [a]: two }, loads: {} }, a)).toBe(two);
  });

  it('hold each photo once, in the order they came', () => {
    expect(two.added.map(({ name }) => name)).toEqual(['a.jpg', 'b.jpg']);
    expect(withAdded(two, a, 'a.jpg')).toBe(two);
  });

  it('stand in a row until one is moved by hand, and look as they are told', () => {
    const row = inOrder(two, 'row', [1.5, 3]);
    expect(row.added.map(({ offsetMetres }) => offsetMetres)).toEqual([
      [1.5, 0, 0],
      [3, 0, 0],
    ]);
    expect(withChanged(row, b, { tint: 'green', isVisible: false })).toMatchObject({
      order: 'row',
      added: [
        { isVisible: true, tint: undefined },
        { isVisible: false, tint: 'green', offsetMetres: [3, 0, 0] },
      ],
    });
    expect(withChanged(row, b, { offsetMetres: [0, -1, 0] })).toMatchObject({
      order: 'free',
      added: [{ offsetMetres: [1.5, 0, 0] }, { offsetMetres: [0, -1, 0] }],
    });
  });

  it('show the photo alone again, as it is, once the last is gone', () => {
    const hidden = { ...two, own: { isVisible: false, tint: 'blue' } } as const;
    expect(withoutAdded(hidden, a)).toMatchObject({ own: { isVisible: false }, added: [{ photo: b }] });
    expect(withoutAdded(withoutAdded(hidden, a), b)).toBe(NOTHING_ADDED);
  });
});
