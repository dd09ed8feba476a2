import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { downloadFiles, type DownloadOptions } from '../download/download-files';
import { removeFiles } from '../download/remove-files';
import { FailureError } from '../failure-error';
import { commitFiles, discardFiles, stageFile, type StagedFile } from '../files/staged-file';
import type { DecoderPackage, PackedFile } from './heic-package';
import { readTarEntries } from './tar-archive';

/** More than any archive here unpacks to. */
const MOST_UNPACKED_BYTES = 64 * 1024 * 1024;

/**
 * Downloads a package's archive, held to its hash, and places those of its files that are needed, each held to its own.
 * They get their names together once all are written; the archive goes.
 *
 * @throws FailureError as `downloadFiles`; `ChecksumMismatch` where the archive is not what the pins say.
 */
export async function installPackage(pack: DecoderPackage, folder: string, options: DownloadOptions): Promise<void> {
  const { archive, files } = pack;
  await downloadFiles([archive], folder, options);
  const contents = await unpack(pack, path.join(folder, archive.name));
  const staged: StagedFile[] = [];
  try {
    for (const { name } of files) staged.push(await stageFile(path.join(folder, name), [contents.get(name)!]));
    await commitFiles(staged);
  } catch (error) {
    await discardFiles(staged);
    throw error;
  }
  await removeFiles([archive.name], folder, options.signal ?? new AbortController().signal);
}

/** The contents of the needed files, by the names they are to have. */
async function unpack({ archive, files }: DecoderPackage, file: string): Promise<Map<string, Uint8Array>> {
  const tar = await promisify(gunzip)(await readFile(file), { maxOutputLength: MOST_UNPACKED_BYTES });
  const entries = readTarEntries(
    tar,
    files.map(({ entry }) => entry),
  );
  return new Map(files.map((each) => [each.name, requirePinned(entries.get(each.entry), each, archive.name)]));
}

function requirePinned(content: Uint8Array | undefined, { name, sha256 }: PackedFile, archive: string): Uint8Array {
  if (content && createHash('sha256').update(content).digest('hex') === sha256) return content;
  throw new FailureError(
    'ChecksumMismatch',
    `${name} in ${archive} is not the file that this version of Fathom knows`,
    'Report it, and install nothing from there.',
  );
}
