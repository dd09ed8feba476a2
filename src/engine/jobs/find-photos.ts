import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Failure } from '../../contract/failure';
import { isOwnOutput } from '../files/own-output';
import { FailureError, systemErrorCode } from '../failure-error';
import { looksLikePhoto } from '../photo/photo-formats';

/** A photo to convert and where it lies below what was asked for. */
export interface FoundPhoto {
  readonly path: string;
  /** Folder of its outputs, relative to the output folder: the input tree is mirrored. */
  readonly outputSubfolder: string;
}

export interface FoundPhotos {
  readonly photos: readonly FoundPhoto[];
  /** Files met in folders that are no photos. */
  readonly ignored: number;
  /** Folders that could not be listed. */
  readonly unreadable: readonly { readonly path: string; readonly failure: Failure }[];
}

/**
 * Resolves files and folders to photos, in a stable order. Files named directly are always taken, whatever they are;
 * in folders what is no photo is counted and left alone, and so are Fathom's own outputs and the output folder. Photos
 * in `except` are left out wherever they lie.
 *
 * One folder is mirrored into the output folder itself; several are mirrored under their own names.
 */
export async function findPhotos(
  inputs: readonly string[],
  options: { readonly recursive: boolean; readonly outputFolder: string; readonly except: readonly string[] },
): Promise<FoundPhotos> {
  const folders = await keepFolders(inputs);
  const names = mirrorNames(folders);
  const outputFolder = await realpath(options.outputFolder).catch(() => undefined);
  const photos = new Map<string, FoundPhoto>();
  const unreadable: { path: string; failure: Failure }[] = [];
  let ignored = 0;
  for (const input of inputs) {
    const mirror = names.get(input);
    if (mirror === undefined) {
      photos.set(input, { path: input, outputSubfolder: '' });
      continue;
    }
    const onUnreadable = (folder: string, failure: Failure): void => {
      unreadable.push({ path: folder, failure });
    };
    // An input that is itself the output folder is walked; its own outputs are known by their sidecars.
    const visited = new Set(outputFolder === undefined || (await isSame(input, outputFolder)) ? [] : [outputFolder]);
    for await (const file of walk(input, { recursive: options.recursive, visited, onUnreadable })) {
      if ((await isSpecial(file)) || !(await looksLikePhoto(file)) || (await isOwnOutput(file))) ignored++;
      else
        photos.set(file, { path: file, outputSubfolder: path.join(mirror, path.relative(input, path.dirname(file))) });
    }
  }
  for (const path of options.except) photos.delete(path);
  return { photos: [...photos.values()], ignored, unreadable };
}

async function keepFolders(inputs: readonly string[]): Promise<string[]> {
  const folders: string[] = [];
  for (const input of new Set(inputs)) if (await isFolder(input)) folders.push(input);
  return folders;
}

async function isFolder(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isDirectory();
  } catch {
    return false;
  }
}

/** Whether it is a pipe, a socket or a device: no photo, and not to be opened. */
async function isSpecial(file: string): Promise<boolean> {
  try {
    return !(await stat(file)).isFile();
  } catch {
    return false;
  }
}

async function isSame(folder: string, real: string): Promise<boolean> {
  return (await realpath(folder).catch(() => undefined)) === real;
}

/** '' for a single folder; otherwise each folder's own name, numbered where two share it. */
function mirrorNames(folders: readonly string[]): Map<string, string> {
  if (folders.length === 1) return new Map([[folders[0]!, '']]);
  const taken = new Set<string>();
  return new Map(
    folders.map((folder) => {
      const name = path.basename(folder);
      let unique = name;
      for (let n = 2; taken.has(unique); n++) unique = `${name}-${String(n)}`;
      taken.add(unique);
      return [folder, unique];
    }),
  );
}

interface Walk {
  readonly recursive: boolean;
  /** Real paths of the folders not to be entered: those seen, as links may lead in circles, and that of the outputs. */
  readonly visited: Set<string>;
  readonly onUnreadable: (folder: string, failure: Failure) => void;
}

async function* walk(folder: string, options: Walk): AsyncGenerator<string, void, void> {
  for (const name of await listOnce(folder, options)) {
    const file = path.join(folder, name);
    if (!(await isFolder(file))) yield file;
    else if (options.recursive) yield* walk(file, options);
  }
}

/** A folder's names in order; none where it is not to be entered or cannot be listed. */
async function listOnce(folder: string, { visited, onUnreadable }: Walk): Promise<string[]> {
  try {
    const real = await realpath(folder);
    if (visited.has(real)) return [];
    visited.add(real);
    return (await readdir(folder)).sort();
  } catch (error) {
    const message = `${folder}: cannot be listed (${systemErrorCode(error) ?? 'unknown error'})`;
    const remedy = 'Give yourself permission to read the folder, or leave it out.';
    onUnreadable(folder, new FailureError('FolderUnreadable', message, remedy, { cause: error }).failure);
    return [];
  }
}
