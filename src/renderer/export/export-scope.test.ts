import { describe, expect, it } from 'vitest';
import { folderId, photoEntry } from '../../../test/app/fixtures/photos';
import { afterBrowseEvents, UNKNOWN_FOLDER } from '../state/folder-content';
import { NEW_LIBRARY, withContent, withShown } from '../state/library';
import { likelyScope, scopeChoices } from './export-scope';

const folder = { id: folderId('root'), name: 'root' };
const photos = [photoEntry('b.jpg'), photoEntry('a.jpg')];
const library = withContent(
  withShown(NEW_LIBRARY, folder),
  folder.id,
  afterBrowseEvents(UNKNOWN_FOLDER, [{ event: 'photos', photos }]),
);
const [b, a] = photos.map(({ id }) => id);

describe('scopeChoices', () => {
  it('offers the folder where nothing is selected', () => {
    const choices = scopeChoices(library, undefined);
    expect(Object.keys(choices)).toEqual(['folder', 'folderRecursive']);
    expect(likelyScope(choices)).toBe('folder');
  });

  it('offers the selection in the order of the grid', () => {
    const selecting = { ...library, selection: { ...library.selection, selected: new Set([b!, a!]) } };
    const choices = scopeChoices(selecting, undefined);
    expect(choices.selection).toEqual({ kind: 'photos', photos: [a, b] });
    expect(likelyScope(choices)).toBe('selection');
  });

  it('offers the photo in view first', () => {
    expect(likelyScope(scopeChoices(library, b))).toBe('photo');
  });

  it('offers nothing where nothing is open', () => {
    expect(likelyScope(scopeChoices(NEW_LIBRARY, undefined))).toBeUndefined();
  });
});
