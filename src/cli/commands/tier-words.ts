import type { ModelInfo } from '../../contract/models';
import { TIERS, type TierReason } from '../../core/models/tiers';

/** Which model is fast, balanced and best here, and why, line by line; and what speaks against the others. */
export function tierWords(models: readonly ModelInfo[]): string[] {
  const chosen = TIERS.flatMap((tier) =>
    models.flatMap(({ id, tiers }) =>
      tiers.filter((each) => each.tier === tier).map(({ reason }) => `${tier.padEnd(10)}${id}: ${reasonWords(reason)}`),
    ),
  );
  const tooLarge = models.flatMap(({ id, tooLarge }) =>
    tooLarge
      ? [`${id} does not fit: it needs ${gigabytes(tooLarge.needsBytes)}, ${gigabytes(tooLarge.freeBytes)} are free`]
      : [],
  );
  const ready = models.filter(({ status }) => status === 'ready');
  const isAsked = ready.length > 1 && ready.some(({ measured }) => measured === undefined);
  return [...chosen, ...tooLarge, ...(isAsked ? ['Not all are measured: `fathom models measure`'] : [])];
}

function reasonWords(reason: TierReason): string {
  switch (reason.kind) {
    case 'onlyOne':
      return 'the only model here';
    case 'fastest':
      return `the fastest here, ${seconds(reason.msPerPhoto)} a photo`;
    case 'mostAccurate': {
      const { benchmark, delta1, source } = reason.figure;
      const among = reason.withinMs === undefined ? '' : ` of those that take at most ${seconds(reason.withinMs)}`;
      const claim = reason.ahead > 0 ? `the most accurate${among}` : `the only one${among} with figures to compare`;
      return `${claim}: δ1 ${delta1.toFixed(3)} on ${benchmark} (${source})`;
    }
    case 'noneBetterWithin':
      return `the fastest; none with published accuracy takes at most ${seconds(reason.withinMs)}`;
  }
}

/** Time as a person reads it. */
export const seconds = (ms: number): string => (ms < 950 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(1)} s`);

export const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;
