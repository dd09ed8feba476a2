import { historyOf } from '../../core/history/undo-history';
import type { MeasuringHistory } from '../../core/measuring/measuring-history';
import { type MeasurementKind, NOTHING_MEASURED, PLACES_TAKEN } from '../../core/measuring/measurement';
import type { PhotoPlace } from '../../core/measuring/picked-point';

/** What the next places are taken for: a measurement, or the ground. */
export type MeasuringTool = MeasurementKind | 'level';

/** Measuring in the photo in view. */
export interface Measuring {
  readonly open: boolean;
  readonly tool: MeasuringTool | undefined;
  /** The places taken so far for what is being measured. */
  readonly draft: readonly PhotoPlace[];
  readonly history: MeasuringHistory;
  /** Whether what was kept for the photo is in `history`: nothing is kept before. */
  readonly loaded: boolean;
  /** The measurement whose details are shown, by its id. */
  readonly selected: string | undefined;
  /** Whether the cloud shows axes, and a grid on the ground. */
  readonly showsGuides: boolean;
}

export const NEW_MEASURING: Measuring = {
  open: false,
  tool: undefined,
  draft: [],
  history: historyOf(NOTHING_MEASURED),
  loaded: false,
  selected: undefined,
  showsGuides: false,
};

/** Fewer places make no plane. */
const LEVEL_PLACES = { least: 3, most: Infinity };

/** How many places a tool takes. */
export function placesTakenBy(tool: MeasuringTool): { readonly least: number; readonly most: number } {
  return tool === 'level' ? LEVEL_PLACES : PLACES_TAKEN[tool];
}
