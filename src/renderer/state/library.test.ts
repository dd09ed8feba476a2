import { describe, expect, it } from 'vitest';
import { folderId, photoEntry } from '../../../test/app/fixtures/photos';
import { afterBrowseEvents, UNKNOWN_FOLDER } from './folder-content';
import { NEW_LIBRARY, shownOrder, withContent, withShown, withStates } from './library';
import { select } from './selection';

const folder = { id: folderId('root'), name: 'root' };
const [one, two] = [photoEntry('1.jpg'), photoEntry('2.jpg')];
const contentOf = (...photos: (typeof one)[]) => afterBrowseEvents(UNKNOWN_FOLDER, [{ event: 'photos', photos }]);
const library = withContent(withShown(NEW_LIBRARY, folder), folder.id, contentOf(two, one));

describe('library', () => {
  it('shows the photos of one folder in order', () => {
    expect(shownOrder(library)).toEqual([one.id, two.id]);
    expect(shownOrder(NEW_LIBRARY)).toEqual([]);
  });

  it('keeps the very order when badges change that are not filtered by', () => {
    const before = shownOrder(library);
    const after = withStates(library, [{ id: one.id, hasDepth: true, hasTypedFocal: false }]);
    expect(after).not.toBe(library);
    expect(shownOrder(after)).toBe(before);
    expect(shownOrder({ ...after, filterBadge: 'hasDepth' })).toEqual([one.id]);
  });

  it('is the same object where badges came out as they were', () => {
    const state = { id: one.id, hasDepth: true, hasTypedFocal: false };
    const after = withStates(library, [state]);
    expect(withStates(after, [{ ...state }])).toBe(after);
  });

  it('takes photos out of the selection that are gone', () => {
    const selecting = { ...library, selection: select(library.selection, shownOrder(library), two.id, 'only') };
    expect(withContent(selecting, folder.id, contentOf(one)).selection.selected.size).toBe(0);
  });

  it('selects nothing in another folder', () => {
    const selecting = { ...library, selection: select(library.selection, shownOrder(library), two.id, 'only') };
    expect(withShown(selecting, folder)).toBe(selecting);
    expect(withShown(selecting, { id: folderId('other'), name: 'other' }).selection.selected.size).toBe(0);
  });
});
