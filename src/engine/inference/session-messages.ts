import type { MessagePort } from 'node:worker_threads';
import type { Failure } from '../../contract/failure';
import type { ModelDescriptor } from '../../core/models/descriptor';
import type { SessionMeans } from './providers';

/** The session a thread or a process is to open. */
export interface SessionSetup extends SessionMeans {
  readonly descriptor: ModelDescriptor;
  /** The graph. */
  readonly file: string;
  /** The name of one of the providers. */
  readonly provider: string;
  /** Outputs of the graph that are given back besides those the descriptor names. */
  readonly traced?: readonly string[] | undefined;
}

/** An output that is looked at, not used. */
export interface TracedTensor {
  readonly dims: readonly number[];
  /** Undefined where it is of another type than float32. */
  readonly values: Float32Array | undefined;
}

/** What a session's thread is started with. */
export interface SessionStart {
  readonly setup: SessionSetup;
  /** Where the answer goes once the session is open, a `SessionAnswer<null>`. */
  readonly reply: MessagePort;
}

/** One run, asked of a session's thread. */
export interface SessionCall {
  readonly tensor: Float32Array<ArrayBuffer>;
  readonly dimensions: readonly number[];
  /** Where the answer goes, a `SessionAnswer<SessionRun>`. */
  readonly reply: MessagePort;
}

/** What one run gave. */
export interface SessionRun {
  /** The outputs the descriptor names, by the name the graph has for them. */
  readonly outputs: Readonly<Record<string, Float32Array<ArrayBuffer>>>;
  /** Those that were asked for besides; absent where none were. */
  readonly traced?: Readonly<Record<string, TracedTensor>> | undefined;
  /** What was run on, handed back. */
  readonly tensor: Float32Array<ArrayBuffer>;
  /** Time in ONNX Runtime alone. */
  readonly inferMs: number;
}

/** A failure travels as its plain parts: an error sent from thread to thread loses all but its message. */
export type SessionAnswer<Value> =
  { readonly kind: 'done'; readonly value: Value } | { readonly kind: 'failed'; readonly failure: Failure };
