import { describe, expect, it } from 'vitest';
import { photoEntry } from '../../../test/app/fixtures/photos';
import { filterPhotos, naturalKey, sortPhotos } from './photo-order';

const photos = [
  photoEntry('img10.jpg', { bytes: 30, modifiedAtMs: 1 }),
  photoEntry('IMG2.jpg', { bytes: 10, modifiedAtMs: 3 }),
  photoEntry('alpha.png', { bytes: 20, modifiedAtMs: 2 }),
];
const namesOf = (ids: readonly string[]) => ids.map((id) => photos.find((photo) => photo.id === id)?.name);

describe('sortPhotos', () => {
  it.each([
    ['name', false, ['alpha.png', 'IMG2.jpg', 'img10.jpg']],
    ['name', true, ['img10.jpg', 'IMG2.jpg', 'alpha.png']],
    ['date', false, ['img10.jpg', 'alpha.png', 'IMG2.jpg']],
    ['size', true, ['img10.jpg', 'alpha.png', 'IMG2.jpg']],
  ] as const)('by %s, descending: %s', (field, descending, expected) => {
    expect(namesOf(sortPhotos(photos, { field, descending }))).toEqual(expected);
  });

  it('keeps to names where ranks are equal', () => {
    const same = [photoEntry('b.jpg', { bytes: 1 }), photoEntry('a.jpg', { bytes: 1 })];
    expect(sortPhotos(same, { field: 'size', descending: false })).toEqual([same[1]!.id, same[0]!.id]);
  });
});

describe('naturalKey', () => {
  it('does not mind leading zeros', () => {
    expect(naturalKey('a007')).toBe(naturalKey('A7'));
    expect(naturalKey('a0') < naturalKey('a1')).toBe(true);
  });
});

describe('filterPhotos', () => {
  const badges = (id: string) => ({
    hasDepth: id === photos[0]!.id,
    hasTypedFocal: id === photos[1]!.id,
    failed: id === photos[2]!.id,
  });
  it.each([
    ['', 'all', ['img10.jpg', 'IMG2.jpg', 'alpha.png']],
    [' img ', 'all', ['img10.jpg', 'IMG2.jpg']],
    ['', 'hasDepth', ['img10.jpg']],
    ['', 'noDepth', ['IMG2.jpg', 'alpha.png']],
    ['img', 'noDepth', ['IMG2.jpg']],
    ['', 'typedFocal', ['IMG2.jpg']],
    ['', 'failed', ['alpha.png']],
  ] as const)('text %j, badge %s', (text, badge, expected) => {
    expect(filterPhotos(photos, text, badge, badges).map(({ name }) => name)).toEqual(expected);
  });
});
