import { connectThroughSockets } from './browser';
import type { Connection } from './connection';
import { type Bridge, connectThroughBridge } from './electron';

declare global {
  interface Window {
    readonly fathom?: Bridge;
  }
}

/** The window's connection, by what it finds itself in: the desktop app's window, or a page of `fathom serve`. */
export function connect(): Connection {
  return window.fathom ? connectThroughBridge(window.fathom) : connectThroughSockets(window.location.origin);
}
