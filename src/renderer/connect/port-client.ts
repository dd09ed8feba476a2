import { createORPCClient } from '@orpc/client';
import { RPCLink, type SupportedMessagePort } from '@orpc/client/message-port';
import { cloneWhenBinary } from '../../contract/transfer';

/** A client that speaks through a port. The caller names the contract that is spoken at its other end. */
export function portClient<Client>(port: SupportedMessagePort): Client {
  const link = new RPCLink({
    port,
    experimental_transfer: (message) => cloneWhenBinary(message),
  });
  return createORPCClient(link) as Client;
}
