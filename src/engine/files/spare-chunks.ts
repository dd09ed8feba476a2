/** As many as two files need that are written at once: one being filled, one on its way, each. */
const KEPT = 4;

const spares: Buffer[] = [];

/**
 * Room for so many bytes, whatever it holds: what a file before was written from, or fresh memory, a megabyte a photo of
 * which would soon be garbage.
 */
export function takeChunk(bytes: number): Buffer {
  const at = spares.findIndex((spare) => spare.byteLength >= bytes);
  return at < 0 ? Buffer.allocUnsafeSlow(bytes) : spares.splice(at, 1)[0]!;
}

/** Gives back what nobody reads or writes any more. The largest are kept. */
export function giveChunk(chunk: Buffer): void {
  spares.push(chunk);
  spares.sort((a, b) => b.byteLength - a.byteLength).splice(KEPT);
}
