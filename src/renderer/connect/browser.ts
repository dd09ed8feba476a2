import type { DepthViewClient } from '../../contract/depth-view';
import { socketPort } from '../../contract/socket-port';
import { backOffMs } from './back-off';
import type { Connection, ConnectionState } from './connection';
import { latest } from './latest';
import { appClient, depthViewClient } from './port-client';

/** The connection of a page of `fathom serve`: two sockets to the page's own origin, opened again when they close. */
export function connectThroughSockets(origin: string): Connection {
  const address = origin.replace(/^http/, 'ws');
  const depthView = latest<DepthViewClient>();
  const listeners = new Set<(state: ConnectionState) => void>();
  let state: ConnectionState = { state: 'connecting' };
  const become = (next: ConnectionState): void => {
    state = next;
    for (const listener of listeners) listener(next);
  };
  keepOpen(`${address}/rpc/app`, {
    opened: (socket) => become({ state: 'connected', app: appClient(socketPort(socket)) }),
    closed: (waitMs) => become({ state: 'lost', retryAtMs: Date.now() + waitMs }),
  });
  keepOpen(`${address}/rpc/depth-view`, {
    opened: (socket) => depthView.set(depthViewClient(socketPort(socket))),
    closed: () => depthView.clear(),
  });
  return {
    subscribe(listener) {
      listeners.add(listener);
      listener(state);
      return () => listeners.delete(listener);
    },
    depthView: () => depthView.get(),
    openDropped: undefined,
  };
}

interface SocketEvents {
  opened(socket: WebSocket): void;
  closed(waitMs: number): void;
}

function keepOpen(address: string, events: SocketEvents): void {
  let failures = 0;
  const open = (): void => {
    const socket = new WebSocket(address);
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('open', () => {
      failures = 0;
      events.opened(socket);
    });
    socket.addEventListener('close', () => {
      const waitMs = backOffMs(failures++);
      events.closed(waitMs);
      setTimeout(open, waitMs);
    });
  };
  open();
}
