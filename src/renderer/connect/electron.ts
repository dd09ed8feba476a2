import type { DepthViewClient } from '../../contract/depth-view';
import type { Connection, ConnectionState } from './connection';
import { latest } from './latest';
import { appClient, depthViewClient } from './port-client';

/** What the preload script puts into the window. */
export interface Bridge {
  /** Asks for ports; they come as window messages, and again when the engine was started anew. */
  connect(): void;
  /** Has the host open files that were dropped: only the preload script can tell where they lie. */
  openDropped(files: File[]): void;
}

/** Reads a window message of the preload script; undefined for any other. */
export function portOf(event: Pick<MessageEvent, 'data' | 'ports'>): { name: string; port: MessagePort } | undefined {
  const data: unknown = event.data;
  if (typeof data !== 'object' || data === null || !('fathomPort' in data)) return undefined;
  const [port] = event.ports;
  return typeof data.fathomPort === 'string' && port ? { name: data.fathomPort, port } : undefined;
}

/** The connection of a window of the desktop app. */
export function connectThroughBridge(bridge: Bridge): Connection {
  const depthView = latest<DepthViewClient>();
  const listeners = new Set<(state: ConnectionState) => void>();
  let state: ConnectionState = { state: 'connecting' };
  window.addEventListener('message', (event: MessageEvent) => {
    const arrived = event.source === window ? portOf(event) : undefined;
    if (!arrived) return;
    arrived.port.start();
    if (arrived.name === 'depthView') depthView.set(depthViewClient(arrived.port));
    if (arrived.name === 'app') {
      state = { state: 'connected', app: appClient(arrived.port) };
      for (const listener of listeners) listener(state);
    }
  });
  bridge.connect();
  return {
    subscribe(listener) {
      listeners.add(listener);
      listener(state);
      return () => listeners.delete(listener);
    },
    depthView: () => depthView.get(),
    openDropped: (files) => bridge.openDropped(files),
  };
}
