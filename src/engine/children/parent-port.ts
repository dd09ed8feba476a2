/** A port as Electron hands it to a utility process; it holds its messages back until it is started. */
export interface ElectronPort {
  start(): void;
  on(event: string, listener: (event?: { data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

/** The part of Electron's `process.parentPort` (utilityProcess) used here. */
export interface ParentPort {
  on(event: 'message', listener: (message: { data: unknown; ports: readonly ElectronPort[] }) => void): void;
  postMessage(message: unknown): void;
}
