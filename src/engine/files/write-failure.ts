import { FailureError, systemErrorCode } from '../failure-error';

/** What a person can do where a file cannot be written. */
export interface WriteRemedies {
  readonly diskFull: string;
  readonly unwritable: string;
}

/**
 * The failure behind an error met while `file` was written: `DiskFull` or `OutputUnwritable`.
 *
 * @throws the error itself where no system call failed: it is a fault of ours, not of the disk.
 */
export function writeFailure(file: string, error: unknown, remedies: WriteRemedies): FailureError {
  if (error instanceof FailureError) return error;
  const code = systemErrorCode(error);
  if (code === undefined) throw error;
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') {
    return new FailureError('DiskFull', `${file}: no room left to write it (${code})`, remedies.diskFull, {
      cause: error,
    });
  }
  return new FailureError('OutputUnwritable', `${file}: cannot be written (${code})`, remedies.unwritable, {
    cause: error,
  });
}
