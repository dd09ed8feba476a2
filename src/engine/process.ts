import os from 'node:os';
import { RPCHandler } from '@orpc/server/message-port';
import { cloneWhenBinary } from '../contract/transfer';
import { findParent } from './children/parent';
import { createEngine } from './engine';
import { parseEngineConfig } from './engine-arguments';
import { createRouter } from './router';

/**
 * Entry of the engine as a process of its own: every port that its parent hands it is served, with the depth view alone
 * where the port is for a window, else with the whole contract.
 */
function serve(): void {
  giveWay();
  const parent = findParent();
  const router = createRouter(createEngine(parseEngineConfig(process.argv.slice(2)), { launch: parent.launch }));
  const everything = new RPCHandler(router, { experimental_transfer: cloneWhenBinary });
  const depthView = new RPCHandler(router.depthView, { experimental_transfer: cloneWhenBinary });
  parent.onPort((port, service) => {
    (service === 'depthView' ? depthView : everything).upgrade(port);
  });
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
