import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { oc, eventIterator, type ContractRouterClient } from '@orpc/contract';
import { implement } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import * as z from 'zod';
import { packMessage } from './packed-message';
import { NOT_UNDERSTOOD, socketPort } from './socket-port';
import { cloneWhenBinary } from './transfer';

const floats = z.instanceof(Float32Array<ArrayBuffer>);
const contract = {
  halve: oc.input(z.object({ depth: floats })).output(z.object({ depth: floats, absent: z.undefined() })),
  count: oc.input(z.object({ to: z.number() })).output(eventIterator(z.object({ at: floats }))),
  never: oc.output(z.void()),
};
const aborted: string[] = [];
const api = implement(contract);
const router = api.router({
  halve: api.halve.handler(({ input }) => ({ depth: input.depth.map((value) => value / 2), absent: undefined })),
  count: api.count.handler(async function* ({ input }) {
    for (let at = 0; at < input.to; at++) yield await Promise.resolve({ at: new Float32Array([at]) });
  }),
  never: api.never.handler(
    ({ signal }) =>
      new Promise<void>((_, reject) => {
        signal!.addEventListener('abort', () => {
          aborted.push('never');
          reject(new Error('aborted'));
        });
      }),
  ),
});

let server: WebSocketServer;
let socket: WebSocket;
let client: ContractRouterClient<typeof contract>;

beforeEach(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  const handler = new RPCHandler(router, { experimental_transfer: cloneWhenBinary });
  const accepts = (message: unknown): boolean => typeof message === 'object' && message !== null && 'i' in message;
  server.on('connection', (served) => {
    handler.upgrade(socketPort(served, { accepts }));
  });
  await once(server, 'listening');
  socket = new WebSocket(`ws://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
  // Before it is open: the first calls wait for it.
  client = createORPCClient(new RPCLink({ port: socketPort(socket), experimental_transfer: cloneWhenBinary }));
});
afterEach(() => {
  socket.terminate();
  server.close();
});

describe('oRPC over a socket port', () => {
  it('carries arrays both ways, bit for bit', async () => {
    const depth = new Float32Array([1, -0, Infinity, 2 ** -140, NaN]);
    const answer = await client.halve({ depth });
    expect(Object.getPrototypeOf(answer.depth)).toBe(Float32Array.prototype);
    expect(Array.from(answer.depth)).toEqual([0.5, -0, Infinity, 2 ** -141, NaN]);
    expect(answer.absent).toBeUndefined();
  });

  it('carries arrays within a stream', async () => {
    const seen: number[] = [];
    for await (const { at } of await client.count({ to: 3 })) seen.push(at[0]!);
    expect(seen).toEqual([0, 1, 2]);
  });

  it('tells the serving end that a call was aborted', async () => {
    aborted.length = 0;
    const controller = new AbortController();
    const call = client.never(undefined, { signal: controller.signal });
    await client.halve({ depth: new Float32Array(1) });
    controller.abort(new Error('enough'));
    await expect(call).rejects.toThrow('enough');
    await expect.poll(() => aborted).toEqual(['never']);
  });

  it('fails the calls under way, and the later ones, when the socket closes', async () => {
    const call = client.never();
    await client.halve({ depth: new Float32Array(1) });
    for (const served of server.clients) served.close(1001, 'bye');
    await expect(call).rejects.toThrow();
    await expect(client.never()).rejects.toThrow('the connection to Fathom is closed');
  });

  it.each([
    ['text that is no JSON', '{'],
    ['text that oRPC may not see', '[]'],
    ['bytes that are no message', new Uint8Array(5)],
    ['a message that oRPC may not see', packMessage({ p: new Uint8Array(1) })],
  ])('closes out a sender of %s', async (_, data) => {
    await once(socket, 'open');
    socket.send(data);
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(NOT_UNDERSTOOD);
  });
});
