import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { catalogueSchema } from '../../core/models/catalogue';
import { modelDescriptorSchema, type ModelDescriptor } from '../../core/models/descriptor';
import { FailureError, systemErrorCode } from '../failure-error';

/** Where models are looked for. */
export interface ModelFolders {
  /** Comes with Fathom: `<id>.json`, the files it names beside it, and `catalogue.json`. */
  readonly bundled: string;
  /** Downloaded and imported models: a folder `<id>` each; its `descriptor.json`, where there is one, is its own. */
  readonly user: string | undefined;
}

/** A descriptor and the folder its files are in, or belong in. */
export interface FoundModel {
  readonly descriptor: ModelDescriptor;
  readonly folder: string;
  readonly origin: 'bundled' | 'imported' | 'catalogue';
}

const CATALOGUE = 'catalogue.json';

/** What an imported model's descriptor is called in its folder. */
export const IMPORTED_DESCRIPTOR = 'descriptor.json';

/**
 * Looks a model up: among the bundled ones, then the imported ones, then in the catalogue. An import so stands for the
 * entry of the catalogue that it is an import of.
 *
 * @throws FailureError `ModelCorrupt` where a descriptor or the catalogue cannot be understood.
 */
export async function findModel(folders: ModelFolders, id: string): Promise<FoundModel | undefined> {
  if (!isPlainName(id)) return undefined;
  const bundled = await readDescriptor(bundledDescriptor(folders, id), RESTORE);
  if (bundled) return { descriptor: bundled, folder: folders.bundled, origin: 'bundled' };
  const folder = path.join(folders.user ?? folders.bundled, id);
  const imported = await readDescriptor(
    path.join(folder, IMPORTED_DESCRIPTOR),
    `Delete ${folder}, then import the model again.`,
  );
  if (imported) return { descriptor: imported, folder, origin: 'imported' };
  const entry = (await readCatalogue(folders)).find((model) => model.id === id);
  return entry && { descriptor: entry, folder, origin: 'catalogue' };
}

/** The ids of all models there may be: bundled ones first, then the catalogue in its order, then imports of others. */
export async function listModelIds(folders: ModelFolders): Promise<string[]> {
  const bundled = (await namesIn(folders.bundled))
    .filter((name) => name.endsWith('.json') && name !== CATALOGUE)
    .map((name) => path.basename(name, '.json'));
  const catalogue = (await readCatalogue(folders).catch(() => [])).map(({ id }) => id);
  const folderNames = folders.user === undefined ? [] : await namesIn(folders.user);
  const imported = [];
  for (const name of folderNames) {
    if ((await namesIn(path.join(folders.user!, name))).includes(IMPORTED_DESCRIPTOR)) imported.push(name);
  }
  return [...new Set([...bundled, ...catalogue, ...imported])];
}

/** Where the descriptor of a bundled model is, or would be. */
export function bundledDescriptor({ bundled }: ModelFolders, id: string): string {
  return path.join(bundled, `${id}.json`);
}

const isPlainName = (id: string): boolean =>
  id === path.basename(id) && !id.startsWith('.') && `${id}.json` !== CATALOGUE;

async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(() => [])).sort();
}

async function readDescriptor(file: string, remedy: string): Promise<ModelDescriptor | undefined> {
  return parse(file, await readIfThere(file), remedy, (json) => modelDescriptorSchema.parse(json));
}

async function readCatalogue({ bundled }: ModelFolders): Promise<readonly ModelDescriptor[]> {
  const file = path.join(bundled, CATALOGUE);
  return parse(file, await readIfThere(file), RESTORE, (json) => catalogueSchema.parse(json)) ?? [];
}

function parse<Value>(
  file: string,
  text: string | undefined,
  remedy: string,
  read: (json: unknown) => Value,
): Value | undefined {
  if (text === undefined) return undefined;
  try {
    return read(JSON.parse(text));
  } catch (error) {
    throw new FailureError('ModelCorrupt', `${file}: does not describe a model`, remedy, { cause: error });
  }
}

/** What to do where a file that came with Fathom is missing or changed. */
export const RESTORE = 'Restore it from the Fathom package or repository (git checkout models).';

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemErrorCode(error) ?? '')) return undefined;
    throw error;
  }
}
