import { describe, expect, it } from 'vitest';
import type { FolderListing } from '../../contract/folder';
import { changesBetween } from './listing-changes';

const photo = (name: string, modifiedAtMs = 1, bytes = 10): FolderListing['photos'][number] => ({
  name,
  bytes,
  modifiedAtMs,
});

describe('changesBetween', () => {
  it('finds what came, what went, and what is another by its time or size', () => {
    const before = {
      folders: ['a', 'b'],
      photos: [photo('same'), photo('later'), photo('larger'), photo('gone')],
      ignored: 0,
    };
    const after = {
      folders: ['b', 'c'],
      photos: [photo('same'), photo('later', 2), photo('larger', 1, 11), photo('new')],
      ignored: 5,
    };
    expect(changesBetween(before, after)).toEqual({
      newFolders: ['c'],
      goneFolders: ['a'],
      photos: [photo('later', 2), photo('larger', 1, 11), photo('new')],
      gonePhotos: ['gone'],
    });
  });
});
