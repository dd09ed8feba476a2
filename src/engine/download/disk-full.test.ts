import { spawnSync } from 'node:child_process';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { serve, startDownloadServer } from '../../../test/fixtures/download-server';
import { bytesOf, remoteFile } from '../../../test/fixtures/remote-file';
import { tempFolder } from '../../../test/fixtures/temp-folder';
import { downloadFiles } from './download-files';

const disk = path.join(tempFolder(), 'disk');
await mkdir(disk);
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk]).status === 0;
if (!mounted) console.log('skipped: a full disk, since this user may not mount a small one');

afterAll(() => {
  if (mounted) spawnSync('umount', [disk]);
});

describe.skipIf(!mounted)('a disk of 2 MiB', async () => {
  const server = await startDownloadServer();
  const filler = path.join(disk, 'filler');
  const folder = path.join(disk, 'models');
  const part = path.join(folder, 'model.onnx.part');

  beforeEach(() => {
    server.ranges = [];
  });

  const download = (content: Buffer): Promise<void> =>
    downloadFiles([remoteFile(content, server.url)], folder, { allowLoopbackHttp: true });

  it('is found too small before anything is asked for', async () => {
    const content = bytesOf(3_000_000);
    await expect(download(content)).rejects.toMatchObject({
      failure: {
        code: 'DiskFull',
        message: expect.stringMatching(/model\.onnx.*\(3000000 bytes\) needed.*\(\d+ bytes\) available/) as string,
      },
    });
    expect(server.ranges).toEqual([]);
  });

  it('that fills up under way is told, and the download goes on once there is room', async () => {
    const content = bytesOf(1_000_000);
    const fillUp = async (): Promise<void> => {
      await vi.waitFor(async () => expect((await stat(part)).size).toBe(400_000), 60_000);
      await writeFile(filler, Buffer.alloc(2 << 20)).catch(() => undefined);
    };
    server.answers = [serve(content, { sends: 400_000, then: fillUp }), serve(content)];
    await expect(download(content)).rejects.toMatchObject({
      failure: { code: 'DiskFull', message: expect.stringContaining('model.onnx') as string },
    });
    expect(await readdir(folder)).toEqual(['model.onnx.part', 'model.onnx.part-origin']);
    const { size } = await stat(part);
    await rm(filler);
    await download(content);
    expect(server.ranges).toEqual([undefined, `bytes=${size}-`]);
    expect((await stat(path.join(folder, 'model.onnx'))).size).toBe(1_000_000);
  });
});
