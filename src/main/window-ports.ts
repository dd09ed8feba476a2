import { RPCHandler } from '@orpc/server/message-port';
import { ipcMain, MessageChannelMain, type IpcMainEvent, type MessagePortMain, type WebContents } from 'electron';
import * as z from 'zod';
import { cloneWhenBinary } from '../contract/transfer';
import type { Host } from '../host/host';
import type { EngineRoom } from './engine-room';
import { existingPaths } from './opened-paths';
import { isOwnFrame } from './own-frame';

/** What the page's ports lead to. */
export interface PortOptions {
  readonly host: Host;
  readonly engines: EngineRoom;
  /** Told of files that the page had dropped on it. */
  readonly onDropped: (paths: readonly string[]) => void;
  /** Told of a message that came from a frame that is not the app's page. */
  readonly onRefused: (channel: string) => void;
}

const droppedSchema = z.array(z.string());

/** Answers the two messages of the preload script; those of any other frame than the app's own page are refused. */
export function servePorts({ host, engines, onDropped, onRefused }: PortOptions): void {
  const app = new RPCHandler(host.router, { experimental_transfer: cloneWhenBinary });
  const endings = new WeakMap<WebContents, () => void>();

  const connect = (contents: WebContents): void => {
    endings.get(contents)?.();
    const { port1, port2 } = new MessageChannelMain();
    app.upgrade(port1);
    port1.start();
    sendPort(contents, 'app', port2);
    const end = engines.onStarted((engine) => {
      const straight = new MessageChannelMain();
      engine.serveDepthView(straight.port1);
      sendPort(contents, 'depthView', straight.port2);
    });
    endings.set(contents, end);
    contents.once('destroyed', end);
  };

  const listen = (channel: string, act: (contents: WebContents, message: unknown) => void): void => {
    ipcMain.on(channel, (event: IpcMainEvent, message: unknown) => {
      if (isOwnFrame(event.senderFrame)) act(event.sender, message);
      else onRefused(channel);
    });
  };
  listen('fathom:connect', connect);
  listen('fathom:dropped', (_contents, message) => {
    const paths = droppedSchema.safeParse(message);
    if (paths.success) onDropped(existingPaths(paths.data));
  });
}

/** Hands a port to the app's page; one that has left it since gets nothing. */
function sendPort(contents: WebContents, name: 'app' | 'depthView', port: MessagePortMain): void {
  if (!contents.isDestroyed() && isOwnFrame(contents.mainFrame)) contents.postMessage('fathom:port', name, [port]);
  else port.close();
}
