import type { Precision } from './precision';

/**
 * What became of a rung when it was tried. `slower`: right, but not enough faster than float32. `notAvailable`: the
 * provider or the graph in this precision is not there. `crashed`, `timeout`: so ended the process that tried it.
 */
export const VERDICT_STATUSES = ['chosen', 'passed', 'slower', 'failed', 'crashed', 'timeout', 'notAvailable'] as const;
export type VerdictStatus = (typeof VERDICT_STATUSES)[number];

/** What ONNX Runtime may rewrite in a graph, most first: some models crash above a level. */
export const OPTIMISATIONS = ['all', 'layout', 'extended', 'basic', 'disabled'] as const;
export type Optimisation = (typeof OPTIMISATIONS)[number];

/** What was found when a model was run on a provider in a precision, at the size that is to run. */
export interface Verdict {
  readonly model: string;
  readonly provider: string;
  readonly device: string;
  readonly precision: Precision;
  readonly options: { readonly graphOptimizationLevel: Optimisation };
  readonly created: boolean;
  readonly ran: boolean;
  readonly finite: boolean;
  /** Mean relative error against float32 on the CPU; null where it came to no comparison. */
  readonly absRelVsFp32: number | null;
  /** Median of the ratio to that; null likewise. */
  readonly scaleRatio: number | null;
  /** Median time of a run; null where none was timed. */
  readonly ms: number | null;
  readonly status: VerdictStatus;
  readonly reason: string;
}
