import os from 'node:os';
import { RPCHandler } from '@orpc/server/message-port';
import { cloneWhenBinary } from '../contract/transfer';
import { createEngine } from './engine';
import { parseEngineConfig } from './engine-arguments';
import { ipcPort } from './ipc-port';
import { createRouter } from './router';

/** The part of Electron's `process.parentPort` (utilityProcess) used here. */
interface ParentPort {
  on(event: 'message', listener: (message: { data: unknown; ports: readonly ElectronPort[] }) => void): void;
}

interface ElectronPort {
  start(): void;
  on(event: string, listener: (event?: { data: unknown }) => void): void;
  postMessage(message: unknown, transfer?: unknown[]): void;
}

/**
 * Entry of the engine as a process of its own. Under Electron's utilityProcess every port posted to it is served: with
 * the depth view alone where it is posted as `depthView`, for a window, else with the whole contract. Under a plain Node
 * parent the IPC channel is served, and the engine ends with it.
 */
function serve(): void {
  giveWay();
  const router = createRouter(createEngine(parseEngineConfig(process.argv.slice(2))));
  const handler = new RPCHandler(router, { experimental_transfer: cloneWhenBinary });
  const parent = (process as { parentPort?: ParentPort }).parentPort;
  if (parent) {
    const depthView = new RPCHandler(router.depthView, { experimental_transfer: cloneWhenBinary });
    parent.on('message', ({ data, ports }) => {
      for (const port of ports) {
        (data === 'depthView' ? depthView : handler).upgrade(port);
        port.start();
      }
    });
    return;
  }
  handler.upgrade(ipcPort(process));
  process.on('disconnect', () => process.exit(0));
  // Ctrl-C reaches every process of a terminal: the parent decides whether what is being written is finished first.
  process.on('SIGINT', () => undefined);
}

/** An engine behind a window takes what the window leaves: it stays smooth while a model runs on every core. */
function giveWay(): void {
  try {
    os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Not every system lets a process do so; the engine then runs as others do.
  }
}

serve();
