import type { Islands } from './islands';
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
  readonly options: {
    readonly graphOptimizationLevel: Optimisation;
    /** What of a converted graph stayed float32; absent where the graph was not converted to half precision. */
    readonly islands?: Islands | undefined;
    /** Nodes that the provider computes wrong, and leaves to the CPU; absent where there are none. */
    readonly cpuNodes?: readonly string[] | undefined;
    /** Nodes that came out wrong in half precision, and stay float32; absent where there are none. */
    readonly float32Nodes?: readonly string[] | undefined;
  };
  readonly created: boolean;
  readonly ran: boolean;
  readonly finite: boolean;
  /** Mean relative error against float32 on the CPU; null where it came to no comparison. */
  readonly absRelVsFp32: number | null;
  /** Median of the ratio to that; null likewise. */
  readonly scaleRatio: number | null;
  /**
   * Whether float32 on the CPU was too much to ask for at full size: then it was compared at a small size, and full size
   * with the provider's own float32.
   */
  readonly checkedInPart: boolean;
  /** Median time of a run; null where none was timed. */
  readonly ms: number | null;
  /** Share of the input's pixels that memory suffices for, found out at work; absent where it is all. */
  readonly inputShare?: number | undefined;
  readonly status: VerdictStatus;
  readonly reason: string;
}

/** Whether a verdict is on a rung, of those on one provider. */
export const isVerdictOn = (
  verdict: Pick<Verdict, 'precision' | 'options'>,
  rung: { readonly precision: Precision; readonly islands?: Islands | undefined },
): boolean => verdict.precision === rung.precision && verdict.options.islands === rung.islands;
