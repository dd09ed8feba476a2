import type { Spread } from './statistics';

export interface Target {
  readonly bound: 'atMost' | 'atLeast';
  readonly value: number;
}

/** One thing a case measured. Without a target it is told for its own sake. */
export interface Figure {
  readonly what: string;
  readonly unit: string;
  readonly measured: Spread;
  readonly target?: Target;
}

export type Outcome =
  | {
      readonly kind: 'measured';
      readonly figures: readonly Figure[];
      /** What a reader needs besides the figures: the times behind a ratio, what they include. */
      readonly notes: readonly string[];
    }
  | { readonly kind: 'skipped'; readonly reason: string };

export interface BenchCase {
  /** As typed after `npm run bench --`. */
  readonly name: string;
  readonly title: string;
  /** Measures in a folder of its own, empty at the start and removed afterwards. */
  readonly run: (folder: string) => Promise<Outcome>;
}

export const atMost = (value: number): Target => ({ bound: 'atMost', value });
export const atLeast = (value: number): Target => ({ bound: 'atLeast', value });

export function isMet({ measured, target }: Figure): boolean | undefined {
  if (!target) return undefined;
  return target.bound === 'atMost' ? measured.median <= target.value : measured.median >= target.value;
}
