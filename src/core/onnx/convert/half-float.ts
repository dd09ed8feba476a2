/** What a float of 16 bits is: `float16` is IEEE 754's binary16, `bfloat16` the upper half of a float32. */
export type HalfType = 'float16' | 'bfloat16';

/** The largest number of float16. */
export const LARGEST_FLOAT16 = 65504;

/** Below it float16 loses digits, until at 2⁻²⁵ nothing is left. */
export const LEAST_NORMAL_FLOAT16 = 2 ** -14;

/**
 * The float16 nearest to a float32, ties to even; from 65520 on that is infinity (IEEE 754, §4.3.1).
 *
 * @param bits of the float32, of which those above 32 do not count.
 */
export function float16Bits(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  // 65520, half way from the largest number to what would be the next.
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  if (magnitude < 0x38800000) return sign | nearestSubnormal(magnitude);
  const rebased = magnitude - 0x38000000;
  return sign | ((rebased + 0xfff + ((rebased >>> 13) & 1)) >>> 13);
}

/** Below 2⁻¹⁴ float16 counts in steps of 2⁻²⁴. A carry out of the fraction gives the least normal number, as it must. */
function nearestSubnormal(magnitude: number): number {
  const shift = 126 - (magnitude >>> 23);
  if (shift > 24) return 0;
  const fraction = (magnitude & 0x7fffff) | 0x800000;
  const kept = fraction >>> shift;
  const rest = fraction & ((1 << shift) - 1);
  const half = 1 << (shift - 1);
  return rest > half || (rest === half && (kept & 1) === 1) ? kept + 1 : kept;
}

/** The bits of the float32 that equals a float16, given by its bits. */
export function float32BitsOfFloat16(half: number): number {
  const sign = (half & 0x8000) << 16;
  const exponent = (half >>> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0x1f) return (sign | 0x7f800000 | (fraction << 13)) >>> 0;
  if (exponent !== 0) return (sign | ((exponent + 112) << 23) | (fraction << 13)) >>> 0;
  if (fraction === 0) return sign >>> 0;
  const leading = Math.clz32(fraction) - 21;
  return (sign | ((113 - leading) << 23) | (((fraction << leading) & 0x3ff) << 13)) >>> 0;
}

/** The bfloat16 nearest to a float32, both by their bits, ties to even. */
export function bfloat16Bits(bits: number): number {
  if ((bits & 0x7fffffff) > 0x7f800000) return ((bits >>> 16) & 0xffff) | 0x40;
  return (((bits >>> 0) + 0x7fff + ((bits >>> 16) & 1)) / 0x10000) & 0xffff;
}
