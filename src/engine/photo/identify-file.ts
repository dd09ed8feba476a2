import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';

const SAMPLE_BYTES = 64 * 1024;

export interface FileIdentity {
  readonly bytes: number;
  readonly modifiedAt: Date;
  readonly identity: string;
}

/**
 * A digest of a file's size, modification time and first and last 64 KiB: cheap for any size, and different whenever
 * an ordinary program has changed the file.
 *
 * @returns undefined for a folder, a pipe or a device: opening a pipe would wait for whoever writes to it.
 * @throws the system error where the file cannot be read.
 */
export async function identifyFile(path: string): Promise<FileIdentity | undefined> {
  const status = await stat(path);
  if (!status.isFile()) return undefined;
  const { size, mtime, mtimeMs } = status;
  const file = await open(path, 'r');
  try {
    const sampleBytes = Math.min(SAMPLE_BYTES, size);
    const [head, tail] = await Promise.all(
      [0, size - sampleBytes].map((position) => file.read(Buffer.alloc(sampleBytes), { position })),
    );
    const identity = createHash('sha256')
      .update(`${String(size)}:${String(mtimeMs)}:`)
      .update(head!.buffer)
      .update(tail!.buffer)
      .digest('hex');
    return { bytes: size, modifiedAt: mtime, identity };
  } finally {
    await file.close();
  }
}
