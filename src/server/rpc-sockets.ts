import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { RPCHandler } from '@orpc/server/message-port';
import { WebSocketServer, type WebSocket } from 'ws';
import { socketPort } from '../contract/socket-port';
import { cloneWhenBinary } from '../contract/transfer';
import type { Host } from '../host/host';
import { depthViewRouter } from './depth-view-router';
import { isRequestMessage } from './request-message';

/** A picture that is pasted or dropped into the page comes in one message. */
const LONGEST_APP_MESSAGE_BYTES = 2 ** 27;
/** The depth view asks with an id only. */
const LONGEST_DEPTH_VIEW_MESSAGE_BYTES = 2 ** 14;

/** "Going away", as a server that stops does. */
const GOING_AWAY = 1001;
const LONGEST_FAREWELL_MS = 2000;

/** The two ways of a window: `/rpc/app` to its host, `/rpc/depth-view` through it to the engine. */
export class RpcSockets {
  readonly #servers: ReadonlyMap<string, WebSocketServer>;

  constructor(host: Pick<Host, 'router' | 'engine'>) {
    this.#servers = new Map([
      ['/rpc/app', serve(new RPCHandler(host.router, options), LONGEST_APP_MESSAGE_BYTES)],
      ['/rpc/depth-view', serve(new RPCHandler(depthViewRouter(host), options), LONGEST_DEPTH_VIEW_MESSAGE_BYTES)],
    ]);
  }

  /** Takes a connection over, by the path it asks for; false where there is nothing at that path. */
  upgrade(pathname: string, request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    const server = this.#servers.get(pathname);
    server?.handleUpgrade(request, socket, head, (opened) => server.emit('connection', opened, request));
    return server !== undefined;
  }

  /** Tells every window why, and lets go of it; of one that does not answer, after a moment. */
  async close(reason: string): Promise<void> {
    const sockets = [...this.#servers.values()].flatMap((server) => [...server.clients]);
    await Promise.all(sockets.map((socket) => part(socket, reason)));
  }
}

const options = { experimental_transfer: cloneWhenBinary };

function part(socket: WebSocket, reason: string): Promise<void> {
  return new Promise((resolve) => {
    const impatience = setTimeout(() => {
      socket.terminate();
    }, LONGEST_FAREWELL_MS);
    socket.once('close', () => {
      clearTimeout(impatience);
      resolve();
    });
    socket.close(GOING_AWAY, reason);
  });
}

/** A server that is handed its connections, and hands each to oRPC. */
function serve(
  handler: { upgrade(port: ReturnType<typeof socketPort>): void },
  longestMessageBytes: number,
): WebSocketServer {
  const server = new WebSocketServer({
    noServer: true,
    // Depth does not shrink, and would wait for the attempt.
    perMessageDeflate: false,
    maxPayload: longestMessageBytes,
  });
  server.on('connection', (socket: WebSocket) => {
    // A message too long, or against the protocol, closes the socket; that is all there is to do about it.
    socket.on('error', () => undefined);
    handler.upgrade(socketPort(socket, { accepts: isRequestMessage }));
  });
  return server;
}
