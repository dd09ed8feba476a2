import type { ModelDescriptor } from './descriptor';
import { totalBytes } from './model-offer';

/** The memory a model takes. */
export interface MemoryNeed {
  readonly bytes: number;
  /** Measured on this machine; else the least there can be, its weights alone. */
  readonly isMeasured: boolean;
}

/** What a model needs, as far as it is known: the peak that was measured, else the size of its weights. */
export function memoryNeedOf(model: Pick<ModelDescriptor, 'files'>, measuredPeakBytes: number | undefined): MemoryNeed {
  if (measuredPeakBytes !== undefined) return { bytes: measuredPeakBytes, isMeasured: true };
  return { bytes: totalBytes(model) ?? 0, isMeasured: false };
}
