/** The level that a pixel would have if all others were more confident. */
const GREATEST_LEVEL = 65_534;

/** Steps between the least confidence and the greatest; pixels of one step count as equal. */
const STEPS = 65_536;

/** The greatest level that is kept where so many percent of the pixels, the least confident ones, are to go. */
export function doubtLimit(percent: number): number {
  if (percent <= 0) return GREATEST_LEVEL;
  return Math.max(0, Math.ceil(GREATEST_LEVEL * (1 - percent / 100)) - 1);
}

/**
 * Where each pixel stands among all by the model's confidence: the share of the pixels that are more confident, from 0
 * to 65534. Pixels of equal confidence have equal levels. Only pixels that the mask keeps are counted.
 *
 * @param mask [h,w]; 0 keeps a pixel.
 * @param confidence [h,w]
 * @returns levels, [h,w]; 0 where the mask rejects the pixel.
 */
export function doubtLevels(mask: Uint8Array, confidence: Float32Array): Uint16Array {
  const levels = new Uint16Array(mask.length);
  const [least, greatest] = rangeOf(confidence, mask);
  if (!(least < greatest)) return levels;
  const scale = (STEPS - 1) / (greatest - least);
  const stepOf = (i: number): number => Math.round((confidence[i]! - least) * scale);
  const counts = new Uint32Array(STEPS);
  let total = 0;
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] !== 0) continue;
    const step = stepOf(i);
    counts[step] = counts[step]! + 1;
    total++;
  }
  const levelOfStep = new Uint16Array(STEPS);
  let above = 0;
  for (let step = STEPS - 1; step >= 0; step--) {
    levelOfStep[step] = Math.round((GREATEST_LEVEL * above) / total);
    above += counts[step]!;
  }
  for (let i = 0; i < mask.length; i++) if (mask[i] === 0) levels[i] = levelOfStep[stepOf(i)]!;
  return levels;
}

function rangeOf(values: Float32Array, mask: Uint8Array): readonly [number, number] {
  let least = Infinity;
  let greatest = -Infinity;
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] !== 0) continue;
    const value = values[i]!;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return [least, greatest];
}
