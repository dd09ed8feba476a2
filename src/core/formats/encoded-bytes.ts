/**
 * What every encoder yields: the bytes of one file, first to last, in a few large chunks.
 *
 * A chunk may be a view of a buffer that the encoder reuses, valid only until the next chunk is asked for: write or
 * copy it first. Memory stays bounded by the chunk, whatever the number of points or rows.
 */
export type EncodedBytes = Generator<Uint8Array, void, void>;

/** About how large a chunk should be: large enough to make writes few, small enough to stay in the CPU's cache. */
export const CHUNK_BYTES = 512 * 1024;
