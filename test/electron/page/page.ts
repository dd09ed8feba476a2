import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { AppClient } from '../../../src/contract/app/app-contract';
import { depthFrom, type DepthViewClient } from '../../../src/contract/depth-view';
import type { DepthResult } from '../../../src/contract/estimate';
import { cloneWhenBinary } from '../../../src/contract/transfer';
import { attempts } from './attempts';

interface Bridge {
  connect(): void;
  openDropped(files: File[]): void;
}

/** A page without an interface, in the place of the app's own: what a test asks of the app, it asks through this. */
export interface TestPage {
  readonly bridge: Bridge;
  readonly attempts: typeof attempts;
  /** What the policy has refused, by directive. */
  readonly violations: string[];
  /** Names of all ports that have arrived, in order. */
  readonly arrived: string[];
  readonly app: () => AppClient;
  readonly depthOf: (id: string) => Promise<DepthResult>;
  readonly depthView: () => DepthViewClient;
}

declare global {
  interface Window {
    readonly fathom: Bridge;
    testPage: TestPage;
  }
}

/** Of each port that came last its one link: two would give their calls the same numbers, and take each other's answers. */
const newest = new Map<string, RPCLink<object>>();
const arrived: string[] = [];
const violations: string[] = [];

document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => violations.push(effectiveDirective));
window.addEventListener('message', ({ source, data, ports: [port] }: MessageEvent<{ fathomPort?: string }>) => {
  const name = source === window ? data.fathomPort : undefined;
  if (name === undefined || !port) return;
  newest.set(name, new RPCLink({ port, experimental_transfer: cloneWhenBinary }));
  port.start();
  arrived.push(name);
});

function linkTo(name: string): RPCLink<object> {
  const link = newest.get(name);
  if (!link) throw new Error(`no port ${name} has arrived`);
  return link;
}

const depthView = (): DepthViewClient => createORPCClient<DepthViewClient>(linkTo('depthView'));

window.testPage = {
  bridge: window.fathom,
  attempts,
  violations,
  arrived,
  app: () => createORPCClient<AppClient>(linkTo('app')),
  depthOf: (id) => depthFrom(depthView().depth({ id })),
  depthView,
};
