import type { SessionSetup } from '../inference/session-messages';

/** What a probe's process is asked, one thing at a time; it answers each with a `SessionAnswer`. */
export type ProbeCall =
  | { readonly kind: 'open'; readonly setup: SessionSetup }
  /** Runs what was run last again; answers its time alone, since megabytes of outputs need not travel. */
  | { readonly kind: 'time' }
  | { readonly kind: 'run'; readonly tensor: Float32Array<ArrayBuffer>; readonly dimensions: readonly number[] };
