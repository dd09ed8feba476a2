/**
 * How much of a graph in half precision stays float32. `types`: what ONNX Runtime would not load or would count wrong
 * otherwise; `range`: also what is known to leave float16's range, or to fail; `all`: also what rounds badly.
 */
export const ISLANDS = ['types', 'range', 'all'] as const;
export type Islands = (typeof ISLANDS)[number];
