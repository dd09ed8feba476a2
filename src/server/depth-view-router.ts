import { implement } from '@orpc/server';
import { depthViewContract } from '../contract/depth-view';
import type { Host } from '../host/host';

/** The window's call for depth, handed to the engine of the moment; aborted there too when the window leaves it. */
export function depthViewRouter(host: Pick<Host, 'engine'>) {
  const api = implement(depthViewContract);
  return api.router({
    depth: api.depth.handler(async function* ({ input, signal, lastEventId }) {
      const { client } = await host.engine();
      yield* await client.depthView.depth(input, {
        ...(signal && { signal }),
        ...(lastEventId !== undefined && { lastEventId }),
      });
    }),
  });
}
