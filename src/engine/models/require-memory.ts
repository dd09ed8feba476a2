import { memoryNeedOf } from '../../core/models/memory-need';
import { FailureError } from '../failure-error';
import type { Means } from '../inference/predictor';
import type { MeasurementStore } from './measurement-store';

/**
 * Tells that a model does not fit before a session of it is made: a system that runs out of memory ends programs without
 * asking which.
 *
 * @throws FailureError `OutOfMemory`, with what it needs and what is free.
 */
export async function requireMemory(
  { model, provider }: Pick<Means, 'model' | 'provider'>,
  measurements: MeasurementStore,
  freeBytes: number,
): Promise<void> {
  const measured = await measurements.find(model, provider);
  const need = memoryNeedOf(model.descriptor, measured?.peakMemoryBytes);
  if (need.bytes <= freeBytes) return;
  const needs = need.isMeasured ? gigabytes(need.bytes) : `more than ${gigabytes(need.bytes)}, its weights alone,`;
  throw new FailureError(
    'OutOfMemory',
    `${model.descriptor.id} does not fit into memory: it needs ${needs} and ${gigabytes(freeBytes)} are free`,
    'Close other programs, or use a smaller model.',
  );
}

const gigabytes = (bytes: number): string => `${(Math.max(0, bytes) / 1e9).toFixed(1)} GB`;
