import { packMessage, unpackMessage } from './packed-message';

/** A WebSocket: the browser's own, or one of the package ws. */
export interface SocketLike {
  readonly readyState: number;
  binaryType: string;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: 'open' | 'close', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

/** The shape of message port that oRPC's adapter takes. */
export interface SocketPort {
  postMessage(message: unknown): void;
  on(type: string, listener: (event?: { data: unknown }) => void): void;
}

/** Of the serving end, which must outlive whatever a client sends. */
export interface ServingEnd {
  /** Whether oRPC may see this message; of one that it may not, the sender is closed out. */
  readonly accepts: (message: unknown) => boolean;
}

const CONNECTING = 0;
const OPEN = 1;

/** The close code for a message that is none of ours; from the range that is free for applications. */
export const NOT_UNDERSTOOD = 4400;

/**
 * A WebSocket as a message port for oRPC's `/message-port` adapters, with `experimental_transfer: cloneWhenBinary` on
 * both ends. Text stays text; a message that holds typed arrays travels packed, see {@link packMessage}. What cannot be
 * read closes the socket with {@link NOT_UNDERSTOOD}.
 *
 * Messages posted before the socket is open wait for it. On a socket that is closed the calling end's `postMessage`
 * throws, so that calls fail instead of waiting for ever; the serving end's drops the answer, which nobody waits for.
 */
export function socketPort(socket: SocketLike, serving?: ServingEnd): SocketPort {
  socket.binaryType = 'arraybuffer';
  const waiting: (string | Uint8Array<ArrayBuffer>)[] = [];
  socket.addEventListener('open', () => {
    for (const data of waiting.splice(0)) socket.send(data);
  });
  return {
    postMessage: (message) => {
      const data = typeof message === 'string' ? message : packMessage(message as object);
      if (socket.readyState === OPEN) socket.send(data);
      else if (socket.readyState === CONNECTING) waiting.push(data);
      else if (serving === undefined) throw new Error('the connection to Fathom is closed');
    },
    on: (type, listener) => {
      if (type === 'close')
        socket.addEventListener('close', () => {
          listener();
        });
      if (type === 'message')
        socket.addEventListener('message', (event) => {
          const data = received(event.data, serving);
          if (data === undefined) socket.close(NOT_UNDERSTOOD, 'not a message of Fathom');
          else listener({ data });
        });
    },
  };
}

/** What oRPC takes: text, or the unpacked message. Undefined for what is neither. */
function received(data: unknown, serving: ServingEnd | undefined): string | object | undefined {
  try {
    const text = typeof data === 'string' ? data : undefined;
    const message = text === undefined ? unpackMessage(data as ArrayBuffer) : undefined;
    if (serving && !serving.accepts(message ?? JSON.parse(text!))) return undefined;
    return message ?? text;
  } catch {
    return undefined;
  }
}
