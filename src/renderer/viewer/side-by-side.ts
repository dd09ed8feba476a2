/** What clouds reach across, metres from their own camera; undefined where one has no points. */
export type Stretch = readonly [left: number, right: number];

/** The gap between two clouds, as a share of the widest one's width. */
const GAP = 0.1;

/**
 * How far to the right each cloud is to be moved so that they stand in a row, in their order, with a gap between each two.
 * The first stays where it is; one without points takes no room.
 */
export function sideBySide(stretches: readonly (Stretch | undefined)[]): readonly number[] {
  const widest = Math.max(0, ...stretches.map((stretch) => (stretch ? stretch[1] - stretch[0] : 0)));
  let end: number | undefined;
  return stretches.map((stretch) => {
    if (!stretch) return 0;
    const offset = end === undefined ? 0 : end + GAP * widest - stretch[0];
    end = offset + stretch[1];
    return offset;
  });
}
