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
 * in folders what is no photo is counted and left alone, and so are Fathom's own outputs and the output folder.
 *
 * One folder is mirrored into the output folder itself; several are mirrored under their own names.
 */
export async function findPhotos(
  inputs: readonly string[],
  options: { readonly recursive: boolean; readonly outputFolder: string },
): Promise<FoundPhotos> {
  const folders = await keepFolders(inputs);
  const names = mirrorNames(folders);
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
    for await (const file of walk(input, { ...options, visited: new Set(), onUnreadable })) {
      if (!(await looksLikePhoto(file)) || (await isOwnOutput(file))) ignored++;
      else
        photos.set(file, { path: file, outputSubfolder: path.join(mirror, path.relative(input, path.dirname(file))) });
    }
  }
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
  readonly outputFolder: string;
  /** Real paths of the folders seen: symbolic links may lead in circles. */
  readonly visited: Set<string>;
  readonly onUnreadable: (folder: string, failure: Failure) => void;
}

async function* walk(folder: string, options: Walk): AsyncGenerator<string, void, void> {
  for (const name of await listOnce(folder, options)) {
    const file = path.join(folder, name);
    if (!(await isFolder(file))) yield file;
    else if (options.recursive && path.resolve(file) !== options.outputFolder) yield* walk(file, options);
  }
}

/** A folder's names in order; none where it has been listed before or cannot be. */
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
