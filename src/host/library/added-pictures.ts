import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';

/**
 * Keeps a picture that came without a file of its own (pasted, or dropped into a browser) in the app's own folder. The
 * same bytes are kept once.
 *
 * @param name what it was called; only its last part is used, and that cannot leave the folder.
 * @returns the file's absolute path.
 */
export async function addPicture(dataFolder: string, name: string, bytes: Uint8Array): Promise<string> {
  const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
  const folder = path.join(dataFolder, 'pictures', digest);
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, harmlessName(name));
  await writeFileAtomic(file, Buffer.from(bytes));
  return file;
}

const LONGEST_NAME = 100;

/** A file name without separators, control characters or leading dots; never empty. */
export function harmlessName(name: string): string {
  const last = name.split(/[\\/]/).at(-1)!;
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  const plain = last.replace(/[\u0000-\u001f<>:"|?*]/g, '_').replace(/^\.+/, '');
  return plain.slice(-LONGEST_NAME) || 'picture';
}
