import type { AppClient } from '../../contract/app/app-contract';
import type { DepthViewClient } from '../../contract/depth-view';

/** How the window stands with its host. */
export type ConnectionState =
  | { readonly state: 'connecting' }
  | { readonly state: 'connected'; readonly app: AppClient }
  /** The way to the host is gone; it is sought again at `retryAtMs`, in the clock of `Date.now`. */
  | { readonly state: 'lost'; readonly retryAtMs: number };

/** The window's two ways: to its host, and straight to the engine for depth. */
export interface Connection {
  /** Tells the present state at once and every later one; returns how to stop. */
  subscribe(listener: (state: ConnectionState) => void): () => void;
  /** The newest way to the engine; waits for the first one where there is none yet. */
  depthView(): Promise<DepthViewClient>;
  /** Files that the system dropped on the window: the host opens them. Undefined where their places are not known. */
  readonly openDropped: ((files: File[]) => void) | undefined;
}
