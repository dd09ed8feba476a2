import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { rememberHash } from '../download/remembered-hash';
import { FailureError } from '../failure-error';
import { writeFailure } from '../files/write-failure';

export interface CopiedFile {
  readonly bytes: number;
  /** Of what was written, whatever becomes of the source meanwhile. */
  readonly sha256: string;
}

export const IMPORT_REMEDIES = {
  diskFull: 'Free some space, then import it again.',
  unwritable: 'Check that the folder of your models is writable, then import it again.',
};

/**
 * Copies a file to a new one, syncs it, and takes its hash on the way. A copy, not a link: what is changed in the original
 * later must not change the model.
 *
 * @param onBytes called with the bytes written so far.
 * @throws FailureError `ModelMissing` where the source cannot be read, `DiskFull` or `OutputUnwritable`; an AbortError.
 */
export async function copyFile(
  source: string,
  target: string,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): Promise<CopiedFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  const reading = createReadStream(source, { highWaterMark: 1 << 20 });
  let readError: Error | undefined;
  reading.once('error', (error) => (readError = error));
  async function* hashed(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      hash.update(chunk);
      bytes += chunk.byteLength;
      onBytes(bytes);
      yield chunk;
    }
  }
  try {
    await pipeline(reading, hashed, createWriteStream(target, { flags: 'wx', flush: true }), { signal });
  } catch (error) {
    if (signal.aborted) throw error;
    if (readError === undefined) throw writeFailure(target, error, IMPORT_REMEDIES);
    throw new FailureError(
      'ModelMissing',
      `${source}: cannot be read (${readError.message})`,
      'Check the file and its disk.',
      {
        cause: error,
      },
    );
  }
  const sha256 = hash.digest('hex');
  await rememberHash(target, sha256);
  return { bytes, sha256 };
}
