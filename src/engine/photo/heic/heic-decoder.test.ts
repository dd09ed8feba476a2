import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { placeHeicDecoder } from '../../../../test/fixtures/decoders';
import { tempFolder } from '../../../../test/fixtures/temp-folder';
import { DecoderStore } from '../../decoders/decoder-store';
import { HeicDecoder } from './heic-decoder';

const folder = tempFolder();
const decoders = new DecoderStore(folder);
const photo = '/photos/a.heic';

beforeAll(() => placeHeicDecoder(folder));

/** What comes of a photo whose thread does as the code says. */
async function decodeWith(code: string, patienceMs?: number): Promise<unknown> {
  const worker = path.join(folder, 'worker.cjs');
  await writeFile(worker, code);
  return new HeicDecoder({ decoders, worker, patienceMs }).decode(photo, undefined);
}

describe('HeicDecoder', () => {
  it.each([
    ['comes to no end', 'for (;;);', 300, 'PhotoUnreadable', /came to no end/],
    ['ends without a word', '', undefined, 'PhotoUnreadable', /gave it up/],
    ['throws', 'throw new Error("unreachable")', undefined, 'PhotoUnreadable', /unreachable/],
    [
      'takes all memory',
      'const all = []; for (;;) all.push(new Array(1e6).fill(1.5));',
      undefined,
      'OutOfMemory',
      /not enough memory/,
    ],
  ] as const)('fails the photo, in words, where the thread %s', async (_, code, patienceMs, failureCode, message) => {
    await expect(decodeWith(code, patienceMs)).rejects.toMatchObject({
      message: expect.stringMatching(message) as string,
      failure: { code: failureCode },
    });
  });

  it('lets nothing that the decoder writes reach the console', async () => {
    const streams = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write'));
    await decodeWith('console.log("noise"); console.error("noise"); setTimeout(() => {}, 300);').catch(() => undefined);
    const written = streams.flatMap(({ mock }) => mock.calls.map(([text]) => String(text)));
    for (const stream of streams) stream.mockRestore();
    expect(written.filter((text) => text.includes('noise'))).toEqual([]);
  });

  it('says what to do where it is not installed', async () => {
    const none = new HeicDecoder({ decoders: new DecoderStore(path.join(folder, 'none')), worker: 'none' });
    await expect(none.decode(photo, undefined)).rejects.toMatchObject({
      failure: { code: 'DecoderMissing', remedy: expect.stringContaining('fathom decoders install heic') as string },
    });
  });
});
