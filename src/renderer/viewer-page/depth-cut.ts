/** The slider's ends. Its scale is logarithmic: a centimetre nearby is worth a metre far off. */
export const CUT_STEPS = 200;

type Range = readonly [near: number, far: number];

/** Where the slider's thumbs stand for a cut; at both ends where nothing is cut. */
export function stepsOfCut(cut: Range | undefined, all: Range): Range {
  if (!cut) return [0, CUT_STEPS];
  return [stepOf(cut[0], all), stepOf(cut[1], all)];
}

/** The cut that the slider's thumbs stand for, in metres; undefined at both ends, which cut nothing. */
export function cutOfSteps([near, far]: Range, all: Range): Range | undefined {
  if (near <= 0 && far >= CUT_STEPS) return undefined;
  return [near <= 0 ? 0 : metresOf(near, all), far >= CUT_STEPS ? Infinity : metresOf(far, all)];
}

/** What is shown, in metres: the cut, or all there is where it cuts nothing. */
export function shownRange(cut: Range | undefined, all: Range): Range {
  return cut ? [Math.max(cut[0], all[0]), Math.min(cut[1], all[1])] : all;
}

function stepOf(metres: number, [least, most]: Range): number {
  if (metres <= least) return 0;
  if (metres >= most) return CUT_STEPS;
  return Math.round((CUT_STEPS * Math.log(metres / least)) / Math.log(most / least));
}

function metresOf(step: number, [least, most]: Range): number {
  return least * (most / least) ** (step / CUT_STEPS);
}
