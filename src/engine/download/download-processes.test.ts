import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { buildDownloader, type DownloadProcess } from '../../../test/fixtures/download-process';
import { serve, startDownloadServer } from '../../../test/fixtures/download-server';
import { bytesOf, remoteFile } from '../../../test/fixtures/remote-file';
import { tempFolder } from '../../../test/fixtures/temp-folder';

const content = bytesOf(1_000_000);
const root = tempFolder();
const server = await startDownloadServer();
const startProcess = await buildDownloader(path.join(root, 'built'));

function start(folder: string): DownloadProcess {
  const options = { allowLoopbackHttp: true, patience: { lockPollMs: 50 } };
  return startProcess({ files: [remoteFile(content, server.url)], folder, options });
}

const targetIn = (folder: string): string => path.join(folder, 'model.onnx');

/** The download is through, and nothing of it is left but the remembered hash. */
async function expectWhole(folder: string): Promise<void> {
  expect((await readFile(targetIn(folder))).equals(content)).toBe(true);
  expect(await readdir(folder)).toEqual(['model.onnx', 'model.onnx.hash']);
}

it('of two processes that want a file one downloads it and the other waits', async () => {
  const folder = path.join(root, 'two');
  let second: DownloadProcess | undefined;
  const untilSecondWaits = (): Promise<void> => {
    second = start(folder);
    return second.entered('waiting');
  };
  server.answers = [serve(content, { sends: 500_000, then: untilSecondWaits })];
  server.ranges = [];
  expect(await start(folder).ended).toBe('');
  expect(await second?.ended).toBe('');
  expect(server.ranges).toEqual([undefined]);
  await expectWhole(folder);
});

describe('a killed process', () => {
  const afterMs = fc.noBias(fc.integer({ min: 0, max: 20 }));
  const sentBytes = fc.noBias(fc.integer({ min: 1, max: content.length }));

  /** Whether the process has written any of the file. */
  const hasBegun = async (folder: string): Promise<boolean> => {
    const [part, whole] = await Promise.allSettled([stat(`${targetIn(folder)}.part`), stat(targetIn(folder))]);
    return whole.status === 'fulfilled' || (part.status === 'fulfilled' && part.value.size > 0);
  };

  /** Starts a download, and kills it a while after the server has sent so many of the file's bytes. */
  async function downloadAndKill(folder: string, sent: number, after: number): Promise<void> {
    const running = start(folder);
    const killSoon = async (): Promise<void> => {
      await vi.waitUntil(() => hasBegun(folder), { interval: 1, timeout: 120_000 });
      await sleep(after);
      running.kill();
    };
    server.answers = [
      (request, response) => {
        const from = Number(/\d+/.exec(request.headers.range ?? '')?.[0] ?? 0);
        return serve(content, { sends: Math.max(0, sent - from), then: killSoon })(request, response);
      },
    ];
    await running.ended;
    const found = await readFile(targetIn(folder)).catch(() => undefined);
    expect(found === undefined || found.equals(content)).toBe(true);
  }

  async function expectToComplete(folder: string): Promise<void> {
    server.answers = [serve(content)];
    expect(await start(folder).ended).toBe('');
    expect((await readFile(targetIn(folder))).equals(content)).toBe(true);
  }

  it('leaves no file under the name, at whatever byte, and the next one goes on from there', async () => {
    const kills = fc.array(fc.tuple(sentBytes, afterMs), { minLength: 6, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(kills, async (each) => {
        const folder = path.join(root, 'killed');
        server.ranges = [];
        for (const [sent, after] of each) await downloadAndKill(folder, sent, after);
        await expectToComplete(folder);
        await expectWhole(folder);
        expect(server.ranges[1]).toMatch(/^bytes=\d+-$/);
      }),
      { numRuns: 1, endOnFailure: true },
    );
  });

  it('leaves the whole file or none, while it hashes, syncs and names it', async () => {
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(afterMs, async (after) => {
        const folder = path.join(root, `killed-at-the-end-${runs++}`);
        await downloadAndKill(folder, content.length, after);
        await expectToComplete(folder);
      }),
      { numRuns: 5, endOnFailure: true },
    );
  });
});
