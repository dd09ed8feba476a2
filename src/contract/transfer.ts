/** How deep a message is searched for binary data: a body or event, its fields, and one list or object within. */
const SEARCH_DEPTH = 4;

/**
 * oRPC's `experimental_transfer` rule for message ports, to be set on both ends: a message that holds typed arrays is
 * posted as it is, by structured clone (an empty transfer list); any other is encoded by oRPC (`null`).
 *
 * oRPC's own encoding knows JSON and Blobs only: a typed array would arrive as a plain object.
 */
export function cloneWhenBinary(message: readonly [unknown, unknown, unknown]): [] | null {
  const [, , payload] = message;
  if (!isPlainObject(payload)) return null;
  return holdsBinary(payload['body'], SEARCH_DEPTH) || holdsBinary(payload['data'], SEARCH_DEPTH) ? [] : null;
}

function holdsBinary(value: unknown, depth: number): boolean {
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return true;
  if (depth === 0) return false;
  if (Array.isArray(value)) return value.some((item) => holdsBinary(item, depth - 1));
  return isPlainObject(value) && Object.values(value).some((item) => holdsBinary(item, depth - 1));
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
