import { app, dialog, shell, type BrowserWindow, type OpenDialogOptions } from 'electron';
import type { LinkAddresses } from '../contract/app/about';
import type { Shell } from '../host/shell';
import { DEPTH_FILE_EXTENSIONS } from '../core/formats/depth-files/depth-image';
import type { NativeWords } from './native-words';
import { PHOTO_EXTENSIONS } from './photo-extensions';

/** What the dialogs need of the app around them. */
export interface ShellSurroundings {
  /** The window that dialogs belong to; undefined where it is closed. */
  readonly window: () => BrowserWindow | undefined;
  readonly words: () => NativeWords;
  readonly links: LinkAddresses;
}

/** The system's dialogs and file manager. */
export function electronShell({ window, words, links }: ShellSurroundings): Shell {
  const ask = async (options: OpenDialogOptions): Promise<readonly string[]> => {
    const owner = window();
    const answer = await (owner ? dialog.showOpenDialog(owner, options) : dialog.showOpenDialog(options));
    return answer.filePaths;
  };
  return {
    kind: 'desktop',
    can: { chooseFiles: true, showInFolder: true },
    links,
    async chooseFolder() {
      const { chooseFolder: title, open: buttonLabel } = words();
      const [folder] = await ask({ title, buttonLabel, properties: ['openDirectory'] });
      return remember(folder);
    },
    async choosePhotos() {
      const { choosePhotos: title, open: buttonLabel, photos, allFiles } = words();
      const filters = [
        // The others stay one choice away.
        { name: photos, extensions: [...PHOTO_EXTENSIONS] },
        { name: allFiles, extensions: ['*'] },
      ];
      const chosen = await ask({ title, buttonLabel, filters, properties: ['openFile', 'multiSelections'] });
      chosen.slice(0, 1).forEach(remember);
      return chosen;
    },
    async chooseModel() {
      const { chooseModel: title, choose: buttonLabel, models, allFiles } = words();
      const filters = [
        { name: models, extensions: ['onnx'] },
        { name: allFiles, extensions: ['*'] },
      ];
      const [file] = await ask({ title, buttonLabel, filters, properties: ['openFile'] });
      return file;
    },
    async chooseDepth() {
      const { chooseDepth: title, choose: buttonLabel, depthMaps, allFiles } = words();
      const filters = [
        { name: depthMaps, extensions: [...DEPTH_FILE_EXTENSIONS] },
        { name: allFiles, extensions: ['*'] },
      ];
      const [file] = await ask({ title, buttonLabel, filters, properties: ['openFile'] });
      return file;
    },
    async chooseDestination() {
      const { chooseDestination: title, choose: buttonLabel } = words();
      const [folder] = await ask({ title, buttonLabel, properties: ['openDirectory', 'createDirectory'] });
      return folder;
    },
    showInFolder: (path) => shell.showItemInFolder(path),
    openLink(link) {
      const address = links[link];
      if (address) void shell.openExternal(address);
    },
  };
}

function remember<Path extends string | undefined>(path: Path): Path {
  if (path !== undefined) app.addRecentDocument(path);
  return path;
}
