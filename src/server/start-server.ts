import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Host } from '../host/host';
import { Access } from './access';
import { answer, type Site } from './answer';
import { inAddress, namesOf, openableHost } from './host-names';
import { addressOf, requestOf, send, visitorOf } from './node-http';
import { RpcSockets } from './rpc-sockets';

/** Where a server listens. */
export interface ListenAddress {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
}

/** A server under way. */
export interface RunningServer {
  /** What to open in a browser; holds the token. */
  readonly address: string;
  readonly port: number;
  /** Hears no new requests, lets the host end its work, then tells every page that it is gone. */
  close(): Promise<void>;
}

/** Why there is no server, in words, with what to do about it. */
export class CannotListen extends Error {
  constructor(
    readonly address: ListenAddress,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Serves the user interface, its pictures and its contract to browsers.
 *
 * @throws CannotListen where the port is taken or the host is none of this machine's.
 */
export async function startServer(
  host: Pick<Host, 'router' | 'picture' | 'engine' | 'close'>,
  uiFolder: string,
  token: string,
  listenAddress: ListenAddress,
): Promise<RunningServer> {
  const http = createServer({ keepAlive: true });
  const port = await listen(http, listenAddress);
  const site: Site = { access: new Access(token, namesOf(listenAddress.host), port), host, uiFolder };
  const sockets = new RpcSockets(host);
  http.on('request', (request, response) => void handle(site, request, response));
  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    upgrade(site, sockets, request, socket, head);
  });
  return {
    address: `http://${openableHost(listenAddress.host)}:${String(port)}/?token=${encodeURIComponent(token)}`,
    port,
    close: async () => {
      const closed = new Promise((resolve) => http.close(resolve));
      await host.close();
      await sockets.close('Fathom was stopped');
      http.closeAllConnections();
      await closed;
    },
  };
}

function listen(http: Server, address: ListenAddress): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) => {
      reject(cannotListen(address, error));
    });
    http.listen(address.port, address.host, () => {
      resolve((http.address() as AddressInfo).port);
    });
  });
}

function cannotListen(address: ListenAddress, { code = '', message }: NodeJS.ErrnoException): CannotListen {
  const where = `${inAddress(address.host)}:${String(address.port)}`;
  const words: Record<string, string> = {
    EADDRINUSE: `port ${String(address.port)} is taken: choose another with --port N, or --port 0 for any`,
    EACCES: `this user may not listen on ${where}: choose a port from 1024 on with --port N`,
    EADDRNOTAVAIL: `${address.host} is no address of this machine: leave --host out, or use one that it has`,
    ENOTFOUND: `there is no host "${address.host}": leave --host out, or use an address that this machine has`,
  };
  return new CannotListen(address, code, words[code] ?? `cannot listen on ${where}: ${message}`);
}

async function handle(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const address = addressOf(request);
    if (!address) {
      response.writeHead(400).end();
      return;
    }
    // No call takes a body; what one holds is read to its end, so that the connection can go on.
    request.resume();
    const answered = await answer(site, requestOf(address, request, response), visitorOf(request));
    await send(answered, response, request.method === 'HEAD');
  } catch {
    if (!response.headersSent) response.writeHead(500);
    response.end();
  }
}

function upgrade(site: Site, sockets: RpcSockets, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  // The other end may go at any time; a socket without a listener would end the process then.
  socket.on('error', () => {
    socket.destroy();
  });
  const address = addressOf(request);
  // A browser always says where a socket was opened from, so there is no `GET` without an origin here.
  const refusal = site.access.refuse({ ...visitorOf(request), method: 'UPGRADE' });
  if (refusal) refuse(socket, refusal === 'noCookie' ? '401 Unauthorized' : '403 Forbidden');
  else if (!address || !sockets.upgrade(address.pathname, request, socket, head)) refuse(socket, '404 Not Found');
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
