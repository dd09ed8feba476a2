import type { PhotoId } from '../../contract/app/ids';
import type { PhotoEntry } from '../../contract/app/library';

export const SORT_FIELDS = ['name', 'date', 'size'] as const;
export type SortField = (typeof SORT_FIELDS)[number];

/** How the photos of a folder are put in order. */
export interface PhotoSort {
  readonly field: SortField;
  readonly descending: boolean;
}

export const BADGE_FILTERS = ['all', 'hasDepth', 'noDepth', 'typedFocal', 'failed'] as const;
export type BadgeFilter = (typeof BADGE_FILTERS)[number];

/** What a filter by badge has to know of a photo. */
export interface PhotoBadges {
  readonly hasDepth: boolean;
  readonly hasTypedFocal: boolean;
  readonly failed: boolean;
}

/**
 * A text that sorts as people count: `photo 2` before `photo 10`, capitals beside small letters.
 *
 * Plain comparison of such keys is many times faster than a collator, which would hold up the window for a moment with
 * ten thousand names.
 */
export function naturalKey(name: string): string {
  return name.toLowerCase().replace(/\d+/g, (digits) => digits.replace(/^0+(?=\d)/, '').padStart(12, '0'));
}

/** The ids of photos in order; those that come out equal keep to their names. */
export function sortPhotos(photos: readonly PhotoEntry[], { field, descending }: PhotoSort): PhotoId[] {
  const sign = descending ? -1 : 1;
  const keyed = photos.map((photo) => ({
    id: photo.id,
    key: naturalKey(photo.name),
    rank: field === 'date' ? photo.modifiedAtMs : field === 'size' ? photo.bytes : 0,
  }));
  keyed.sort((a, b) => sign * (a.rank - b.rank || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)));
  return keyed.map(({ id }) => id);
}

/** The photos whose name holds the text, in any case, and whose badges pass. */
export function filterPhotos(
  photos: readonly PhotoEntry[],
  text: string,
  badge: BadgeFilter,
  badgesOf: (id: PhotoId) => PhotoBadges,
): readonly PhotoEntry[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '' && badge === 'all') return photos;
  return photos.filter(
    (photo) => photo.name.toLowerCase().includes(wanted) && (badge === 'all' || passes(badgesOf(photo.id), badge)),
  );
}

function passes(badges: PhotoBadges, filter: Exclude<BadgeFilter, 'all'>): boolean {
  switch (filter) {
    case 'hasDepth':
      return badges.hasDepth;
    case 'noDepth':
      return !badges.hasDepth;
    case 'typedFocal':
      return badges.hasTypedFocal;
    case 'failed':
      return badges.failed;
  }
}
