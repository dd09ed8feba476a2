import { closeSync, fstatSync, openSync } from 'node:fs';
import { inspectOnnx, type OnnxSummary } from '../../core/onnx/inspect-onnx';
import type { ByteSource } from '../../core/onnx/byte-source';
import { fileSource } from '../files/file-source';
import { FailureError, systemErrorCode } from '../failure-error';

/**
 * Inspects an ONNX file without running it, whatever its bytes.
 *
 * @throws FailureError `ModelMissing` where it cannot be read, `ModelUnfit` where it is refused.
 */
export function inspectModelFile(file: string): OnnxSummary {
  const summary = readWith(file, inspectOnnx);
  if (summary.kind === 'summary') return summary;
  throw new FailureError(
    'ModelUnfit',
    `${file}: ${summary.message}`,
    'Check that it came whole, compare its SHA-256 with the one its maker states, or export it anew as ONNX.',
  );
}

function readWith<Result>(file: string, work: (source: ByteSource) => Result): Result {
  try {
    const descriptor = openSync(file, 'r');
    try {
      const stats = fstatSync(descriptor);
      if (!stats.isFile()) throw unreadable(file, 'is no file');
      return work(fileSource(descriptor, stats.size));
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    const code = systemErrorCode(error);
    throw code === undefined
      ? error
      : unreadable(file, code === 'ENOENT' ? 'is not there' : `cannot be read (${code})`);
  }
}

function unreadable(file: string, why: string): FailureError {
  return new FailureError('ModelMissing', `${file}: ${why}`, 'Name the ONNX file of a model that you may read.');
}
