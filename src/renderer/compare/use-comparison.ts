import { useEffect, useState } from 'react';
import type { PhotoId } from '../../contract/app/ids';
import type { Comparison } from '../../contract/compare';
import type { Failure } from '../../contract/failure';
import type { PrecisionRequest } from '../../core/precision/precision';
import { useApp } from '../state/app-context';
import { failureOf } from '../state/failure';

/** One way to depth. */
export interface ComparedChoice {
  readonly model: string;
  readonly precision: PrecisionRequest;
}

/** A comparison with its pictures as addresses. */
export interface ShownComparison extends Comparison {
  /** First, second, difference. */
  readonly addresses: readonly [string, string, string];
}

/** A comparison of two choices: on its way where both are undefined. */
export interface Compared {
  readonly comparison: ShownComparison | undefined;
  readonly failure: Failure | undefined;
}

/** Compares as soon as both are chosen, and again when one is another; leaving stops it. */
export function useComparison(photo: PhotoId, a: ComparedChoice, b: ComparedChoice | undefined): Compared {
  const app = useApp();
  const [compared, setCompared] = useState<Compared>({ comparison: undefined, failure: undefined });
  const key = JSON.stringify([a, b]);
  useEffect(() => {
    const [first, second] = JSON.parse(key) as [ComparedChoice, ComparedChoice | undefined];
    setCompared({ comparison: undefined, failure: undefined });
    if (!second) return undefined;
    const controller = new AbortController();
    let addresses: readonly string[] = [];
    app
      .client()
      .then((client) => client.photo.compare({ photo, choices: [first, second] }, { signal: controller.signal }))
      .then(
        (comparison) => {
          if (controller.signal.aborted) return;
          const [left, right] = comparison.sides;
          const shown = [addressOf(left.preview), addressOf(right.preview), addressOf(comparison.difference)] as const;
          addresses = shown;
          setCompared({ comparison: { ...comparison, addresses: shown }, failure: undefined });
        },
        (error: unknown) => {
          if (!controller.signal.aborted) setCompared({ comparison: undefined, failure: failureOf(error) });
        },
      );
    return () => {
      controller.abort();
      addresses.forEach((address) => URL.revokeObjectURL(address));
    };
  }, [app, photo, key]);
  return compared;
}

function addressOf(png: Uint8Array<ArrayBuffer>): string {
  return URL.createObjectURL(new Blob([png], { type: 'image/png' }));
}
