import type { MessagePortMain, UtilityProcess } from 'electron';

/** The shape of message port that oRPC's adapter takes. */
export interface EnginePort {
  postMessage(message: unknown): void;
  on(event: string, listener: (event?: { data: unknown }) => void): void;
}

/**
 * A port to the engine that closes when the engine's process ends: whatever waits on it is then answered, even where the
 * port itself tells nothing.
 */
export function enginePort(port: MessagePortMain, engine: UtilityProcess): EnginePort {
  return {
    postMessage: (message) => port.postMessage(message),
    on: (event, listener) => {
      if (event === 'message') port.on('message', ({ data }: { data: unknown }) => listener({ data }));
      if (event === 'close') engine.once('exit', () => listener());
    },
  };
}
