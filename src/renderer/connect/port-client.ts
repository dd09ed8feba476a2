import { createORPCClient } from '@orpc/client';
import { RPCLink, type SupportedMessagePort } from '@orpc/client/message-port';
import type { AppClient } from '../../contract/app/app-contract';
import type { DepthViewClient } from '../../contract/depth-view';
import { cloneWhenBinary } from '../../contract/transfer';

/** The host at the other end of a port. */
export function appClient(port: SupportedMessagePort): AppClient {
  return createORPCClient<AppClient>(linkThrough(port));
}

/** The engine at the other end of a port: its depth call only. */
export function depthViewClient(port: SupportedMessagePort): DepthViewClient {
  return createORPCClient<DepthViewClient>(linkThrough(port));
}

function linkThrough(port: SupportedMessagePort): RPCLink<Record<never, never>> {
  return new RPCLink({ port, experimental_transfer: (message) => cloneWhenBinary(message) });
}
