import { describe, expect, it } from 'vitest';
import { folderEntry, photoEntry } from '../../../test/app/fixtures/photos';
import { afterBrowseEvents, UNKNOWN_FOLDER } from './folder-content';

const one = photoEntry('1.jpg');
const two = photoEntry('2.jpg');

describe('afterBrowseEvents', () => {
  it('gathers pieces until the folder is complete', () => {
    const some = afterBrowseEvents(UNKNOWN_FOLDER, [{ event: 'photos', photos: [one] }]);
    expect(some).toMatchObject({ status: 'loading', photoCount: 1 });
    const whole = afterBrowseEvents(some, [
      { event: 'photos', photos: [two] },
      { event: 'folders', folders: [folderEntry('b10'), folderEntry('b9')] },
      { event: 'complete', ignored: 3 },
    ]);
    expect(whole).toMatchObject({ status: 'complete', photoCount: 2, ignored: 3 });
    expect(whole.folders.map(({ name }) => name)).toEqual(['b9', 'b10']);
  });

  it('follows changes and removals, and leaves the older content as it was', () => {
    const folder = folderEntry('sub');
    const before = afterBrowseEvents(UNKNOWN_FOLDER, [
      { event: 'photos', photos: [one, two] },
      { event: 'folders', folders: [folder] },
    ]);
    const changed = { ...one, version: 'v2' };
    const after = afterBrowseEvents(before, [
      { event: 'photos', photos: [changed] },
      { event: 'removed', photos: [two.id], folders: [folder.id] },
    ]);
    expect(after.photos).toEqual({ [one.id]: changed });
    expect(after).toMatchObject({ photoCount: 1, folders: [] });
    expect(before.photoCount).toBe(2);
    expect(before.photos[two.id]).toBe(two);
  });

  it('keeps the very list of photos where only folders came, so that nothing is drawn anew', () => {
    const before = afterBrowseEvents(UNKNOWN_FOLDER, [{ event: 'photos', photos: [one] }]);
    const after = afterBrowseEvents(before, [{ event: 'folders', folders: [folderEntry('x')] }]);
    expect(after.photos).toBe(before.photos);
  });
});
