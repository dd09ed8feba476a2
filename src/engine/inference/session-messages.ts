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
  /** What was run on, handed back. */
  readonly tensor: Float32Array<ArrayBuffer>;
  /** Time in ONNX Runtime alone. */
  readonly inferMs: number;
}

/** A failure travels as its plain parts: an error sent from thread to thread loses all but its message. */
export type SessionAnswer<Value> =
  { readonly kind: 'done'; readonly value: Value } | { readonly kind: 'failed'; readonly failure: Failure };
