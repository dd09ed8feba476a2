import type { Prediction } from '../../core/depth/prediction';
import { tryOnce, USUAL_OPTIONS } from './attempt';
import type { TestPicture, Trial } from './trial';

/** What every rung is held to: float32 on the CPU. */
export type Reference =
  | { readonly kind: 'made'; readonly prediction: Prediction; readonly ms: number }
  /** At full size it takes too much: rungs are held to it at a small one, and at full size to their own float32. */
  | {
      readonly kind: 'small';
      readonly picture: TestPicture;
      readonly prediction: Prediction;
      readonly reason: string;
    }
  | { readonly kind: 'none'; readonly reason: string };

/** What a reference may take. */
export interface ReferenceLimits {
  readonly longestMs: number;
  /** Whether the CPU has the memory for the model at full size, as far as is known. */
  readonly fitsIntoMemory: boolean;
}

const CPU = { provider: 'cpu', precision: 'fp32' } as const;

/**
 * Runs the model in float32 on the CPU, at the size that will run; at a small one where that takes too long or too much
 * memory. The small run comes first: from its time it is seen that the large one need not be tried.
 *
 * @param small the picture at a size that costs next to nothing; undefined where the graph takes one size only, for which
 * nothing but a probe's own limits counts.
 */
export async function makeReference(
  trial: Trial,
  small: TestPicture | undefined,
  { longestMs, fitsIntoMemory }: ReferenceLimits,
): Promise<Reference> {
  const sketch = small && (await runOnCpu(trial, small, longestMs));
  if (sketch?.kind === 'failed' && sketch.isTimeout) return asReference(sketch);
  if (!small || sketch?.kind !== 'done') return asReference(await runOnCpu(trial, trial.picture, undefined));
  const instead = (reason: string): Reference => {
    const { widthPx, heightPx } = small.geometry.input;
    const where = `held to it at ${String(widthPx)} × ${String(heightPx)}`;
    return { kind: 'small', picture: small, prediction: sketch.prediction, reason: `${reason}: ${where}` };
  };
  const tooLong = `float32 on the CPU takes over ${String(longestMs / 1000)} s at this size`;
  if (!fitsIntoMemory) return instead('float32 on the CPU takes more memory than is free at this size');
  const leastMs = (sketch.ms * trial.picture.tensor.length) / small.tensor.length;
  if (leastMs > longestMs) return instead(tooLong);
  const whole = await runOnCpu(trial, trial.picture, longestMs);
  if (whole.kind === 'done') return asReference(whole);
  return instead(whole.isTimeout ? tooLong : `float32 on the CPU fails at this size (${whole.reason})`);
}

type CpuRun =
  | { readonly kind: 'done'; readonly prediction: Prediction; readonly ms: number }
  | { readonly kind: 'failed'; readonly reason: string; readonly isTimeout: boolean };

async function runOnCpu(trial: Trial, picture: TestPicture, runMs: number | undefined): Promise<CpuRun> {
  const { model, converter } = trial;
  let file: string;
  try {
    file = (await converter.fileFor(model, CPU.precision, CPU.provider)) ?? model.file;
  } catch (error) {
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error), isTimeout: false };
  }
  const attempt = await tryOnce(trial, CPU, { file, options: USUAL_OPTIONS }, [{ picture, against: undefined }], runMs);
  if (attempt.kind === 'wrong') {
    return { kind: 'failed', reason: attempt.reason, isTimeout: attempt.status === 'timeout' };
  }
  await attempt.probe.close();
  return { kind: 'done', prediction: attempt.prediction, ms: attempt.ms };
}

function asReference(run: CpuRun): Reference {
  if (run.kind === 'failed') return { kind: 'none', reason: run.reason };
  return { kind: 'made', prediction: run.prediction, ms: run.ms };
}
