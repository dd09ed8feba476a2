import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';

export interface ServedFile {
  readonly port: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

const CHUNK_BYTES = 64 * 1024;
/** What a pause may be made up for: a few milliseconds of a fast link, so that the rate holds within a download too. */
const BURST_BYTES = 16 * CHUNK_BYTES;

// Serves as many random bytes as it is sent, at `/<bytes a second>` or `/unlimited`; answers with a ServedFile.
process.on('message', (bytes: number) => {
  void start(bytes).then((served) => process.send!(served));
});

async function start(bytes: number): Promise<ServedFile> {
  const content = randomBytes(bytes);
  const server = createServer((request, response) => {
    const bytesPerSecond = Number(request.url!.slice(1));
    response.writeHead(200, { 'content-length': String(bytes), etag: '"bench"' });
    if (Number.isNaN(bytesPerSecond)) response.end(content);
    // A client that goes away early reports that itself.
    else pipeline(heldTo(bytesPerSecond, content), response).catch(() => undefined);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.once('disconnect', () => process.exit());
  return { port: (server.address() as AddressInfo).port, sha256: createHash('sha256').update(content).digest('hex') };
}

/** Pieces at a rate, whatever the timers' grain: what a late one owes is sent at the next, up to the burst. */
async function* heldTo(bytesPerSecond: number, content: Buffer): AsyncGenerator<Buffer> {
  let credit = 0;
  let last = performance.now();
  for (let at = 0; at < content.length; at += CHUNK_BYTES) {
    const chunk = content.subarray(at, at + CHUNK_BYTES);
    while (credit < chunk.length) {
      await delay(1);
      const now = performance.now();
      credit = Math.min(BURST_BYTES, credit + ((now - last) / 1000) * bytesPerSecond);
      last = now;
    }
    credit -= chunk.length;
    yield chunk;
  }
}
