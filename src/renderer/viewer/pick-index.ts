/** Bytes of a pixel of the picture that picking draws. */
export const PICK_BYTES = 4;

/**
 * The bytes that picking draws a point in: its index + 1, least byte first, so that 0 is where no point lies. The
 * fragment shader mirrors this.
 */
export function encodePickIndex(index: number): readonly [number, number, number, number] {
  const code = index + 1;
  return [code & 0xff, (code >>> 8) & 0xff, (code >>> 16) & 0xff, (code >>> 24) & 0xff];
}

/** The index of the point drawn at pixel `at` of a picked window; undefined where none was. */
export function decodePickIndex(window: Uint8Array, at: number): number | undefined {
  const first = PICK_BYTES * at;
  const code =
    window[first]! + window[first + 1]! * 0x100 + window[first + 2]! * 0x1_0000 + window[first + 3]! * 0x100_0000;
  return code === 0 ? undefined : code - 1;
}

/** The index of the point drawn nearest to the middle of a square window of odd `side`; undefined where it is empty. */
export function nearestPickIndex(window: Uint8Array, side: number): number | undefined {
  const middle = side >> 1;
  let best: number | undefined;
  let bestDistance = Infinity;
  for (let at = 0; at < side * side; at++) {
    const distance = ((at % side) - middle) ** 2 + (Math.floor(at / side) - middle) ** 2;
    if (distance >= bestDistance) continue;
    const index = decodePickIndex(window, at);
    if (index === undefined) continue;
    best = index;
    bestDistance = distance;
  }
  return best;
}
