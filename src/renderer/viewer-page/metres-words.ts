/** A length in metres as it is read out: millimetres up close, fewer digits far off. */
export function metresWords(metres: number): string {
  if (!Number.isFinite(metres)) return '∞';
  if (metres < 10) return metres.toFixed(3);
  if (metres < 100) return metres.toFixed(2);
  return metres.toFixed(1);
}

/** A legend's tick: round already, so without idle zeros. */
export function tickWords(metres: number): string {
  return String(Number(metres.toPrecision(6)));
}
