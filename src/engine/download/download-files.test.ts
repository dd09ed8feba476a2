import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  answerStatus,
  serve,
  startDownloadServer,
  type Answer,
  type Serving,
} from '../../../test/fixtures/download-server';
import { bytesOf, remoteFile } from '../../../test/fixtures/remote-file';
import { tempFolder } from '../../../test/fixtures/temp-folder';
import { downloadFiles, type DownloadOptions } from './download-files';
import type { DownloadProgress } from './progress';
import type { RemoteFile } from './remote-file';

const content = bytesOf(300_000);
const HALF = 150_000;
const root = tempFolder();
const server = await startDownloadServer();
const mirror = await startDownloadServer();
let folder: string;
let count = 0;

beforeEach(() => {
  for (const name of ['http_proxy', 'https_proxy', 'no_proxy']) {
    vi.stubEnv(name, undefined);
    vi.stubEnv(name.toUpperCase(), undefined);
  }
  folder = path.join(root, String(count++));
  for (const each of [server, mirror]) Object.assign(each, { answers: [serve(content)], ranges: [] });
});

const target = (): string => path.join(folder, 'model.onnx');
const impatience = { stallTimeoutMs: 10_000, retries: 3, firstRetryMs: 1, longestWaitMs: 50 };

function download(files: readonly RemoteFile[], options: DownloadOptions = {}): Promise<void> {
  const patience = { ...impatience, ...options.patience };
  return downloadFiles(files, folder, { allowLoopbackHttp: true, ...options, patience });
}

const downloadOne = (options?: DownloadOptions): Promise<void> => download([remoteFile(content, server.url)], options);

const failure = (code: string, words = 'model.onnx') => ({
  failure: { code, message: expect.stringContaining(words) as string, remedy: expect.stringMatching(/.+\./) as string },
});

/** The target is the file, and nothing of its download is left but the remembered hash. */
async function expectWhole(): Promise<void> {
  expect((await readFile(target())).equals(content)).toBe(true);
  expect(await readdir(folder)).toEqual(['model.onnx', 'model.onnx.hash']);
}

const expectAbsent = () => expect(readFile(target())).rejects.toMatchObject({ code: 'ENOENT' });

describe('a download', () => {
  it('makes the folder and puts the whole file there', async () => {
    await downloadOne();
    await expectWhole();
    expect(server.ranges).toEqual([undefined]);
  });

  it('asks for nothing where the file lies whole', async () => {
    await downloadOne();
    await downloadOne();
    expect(server.ranges).toHaveLength(1);
  });

  it('of no files makes nothing', async () => {
    await download([]);
    await expect(stat(folder)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('replaces a damaged file', async () => {
    await mkdir(folder);
    await writeFile(target(), bytesOf(content.length, 2));
    await downloadOne();
    await expectWhole();
  });

  it('reports the bytes of all files, and ends with all of them', async () => {
    const other = { ...remoteFile(content, server.url), name: 'model.onnx_data' };
    const progress: DownloadProgress[] = [];
    await download([remoteFile(content, server.url), other], { onProgress: (each) => progress.push(each) });
    const bytes = progress.map(({ bytesDone }) => bytesDone);
    expect(bytes).toEqual(bytes.toSorted((a, b) => a - b));
    expect(progress.every(({ bytesTotal, fileCount }) => bytesTotal === 600_000 && fileCount === 2)).toBe(true);
    expect(progress[0]).toMatchObject({ phase: 'checking', fileIndex: 0, bytesDone: 0, bytesPerSecond: undefined });
    expect(progress.at(-1)).toMatchObject({ fileIndex: 1, name: 'model.onnx_data', bytesDone: 600_000 });
    expect(progress.at(-1)?.bytesPerSecond).toBeGreaterThan(0);
    expect(progress.at(-1)?.secondsLeft).toBe(0);
  });

  it('stops when cancelled, keeps what has arrived, and goes on from there', async () => {
    const stop = new AbortController();
    server.answers = [serve(content, { sends: HALF, then: 'stall' }), serve(content)];
    const onProgress = ({ bytesDone }: DownloadProgress): void => {
      if (bytesDone === HALF) stop.abort();
    };
    await expect(downloadOne({ signal: stop.signal, onProgress })).rejects.toMatchObject(failure('Cancelled'));
    await expectAbsent();
    await downloadOne();
    expect(server.ranges).toEqual([undefined, `bytes=${HALF}-`]);
    await expectWhole();
  });

  it('does nothing where it is cancelled before it starts', async () => {
    await expect(downloadOne({ signal: AbortSignal.abort() })).rejects.toMatchObject(failure('Cancelled'));
    expect(server.ranges).toEqual([]);
  });
});

describe('a lost connection', () => {
  it.each(['drop', 'stall'] as const)('is resumed where it ended: %s', async (then) => {
    server.answers = [serve(content, { sends: HALF, then }), serve(content)];
    await downloadOne({ patience: { stallTimeoutMs: 300 } });
    expect(server.ranges).toEqual([undefined, `bytes=${HALF}-`]);
    await expectWhole();
  });

  it('is resumed by date where there is no entity tag', async () => {
    const dated = { etag: undefined, lastModified: 'Sun, 22 Nov 2026 19:00:00 GMT' };
    server.answers = [serve(content, { ...dated, sends: HALF, then: 'drop' }), serve(content, dated)];
    await downloadOne();
    expect(server.ranges).toEqual([undefined, `bytes=${HALF}-`]);
    await expectWhole();
  });

  it.each([
    ['no validator', undefined],
    ['a weak one', 'W/"v1"'],
  ])('starts the file over where the server gives %s', async (_, etag) => {
    server.answers = [serve(content, { etag, sends: HALF, then: 'drop' }), serve(content)];
    await downloadOne();
    expect(server.ranges).toEqual([undefined, undefined]);
    await expectWhole();
  });

  it('is tried again a number of times in a row, and then told', async () => {
    server.answers = [serve(content, { sends: 0, then: 'drop' })];
    await expect(downloadOne()).rejects.toMatchObject(failure('DownloadFailed', 'closed the connection'));
    expect(server.ranges).toHaveLength(1 + impatience.retries);
    await expectAbsent();
  });

  it('is tried again as long as each attempt brings much', async () => {
    const large = bytesOf(9 << 20);
    const mebibyte = serve(large, { sends: 1 << 20, then: 'drop' });
    server.answers = [...Array<Answer>(8).fill(mebibyte), serve(large)];
    await download([remoteFile(large, server.url)]);
    expect(server.ranges).toHaveLength(9);
  });

  it('tells of a server that stops sending', async () => {
    server.answers = [serve(content, { sends: 1_000, then: 'stall' })];
    const patience = { stallTimeoutMs: 100, retries: 0 };
    await expect(downloadOne({ patience })).rejects.toMatchObject(failure('DownloadFailed', 'stopped sending'));
  });

  it('tells of a file that nobody serves', async () => {
    await expect(download([remoteFile(content)])).rejects.toMatchObject(failure('DownloadFailed', 'no address'));
  });

  it('tells of a server that is not there', async () => {
    const nobody = remoteFile(content, 'http://127.0.0.1:1/model.onnx');
    await expect(download([nobody])).rejects.toMatchObject(failure('DownloadFailed', '127.0.0.1:1'));
  });
});

describe('a resumed download', () => {
  const half = serve(content, { sends: HALF, then: 'drop' });

  it.each<[string, Answer]>([
    ['ignores Range', serve(content, { ignoreRange: true })],
    ['has another version by now', serve(content, { etag: '"v2"' })],
  ])('starts over with a server that %s', async (_, answer) => {
    server.answers = [half, answer];
    await downloadOne();
    expect(server.ranges).toEqual([undefined, `bytes=${HALF}-`]);
    await expectWhole();
  });

  const partial = { etag: '"v1"', headers: {} };
  it.each<[string, Answer]>([
    ['answers 416', answerStatus(416)],
    ['goes on elsewhere', serve(content, { headers: { 'content-range': 'bytes 149999-299998/300000' } })],
    [
      'goes on in a file of another length',
      serve(content, { headers: { 'content-range': 'bytes 150000-299999/300001' } }),
    ],
    ['does not say where it goes on', serve(content, { headers: { 'content-range': undefined } })],
    ['goes on in another version', serve(content, { ...partial, headers: { etag: '"v2"' } })],
  ])('starts over with a server that %s', async (_, answer) => {
    server.answers = [half, answer, serve(content)];
    await downloadOne();
    expect(server.ranges).toEqual([undefined, `bytes=${HALF}-`, undefined]);
    await expectWhole();
  });

  it('starts over where the halves do not make the file, though the server says they do', async () => {
    server.answers = [half, serve(bytesOf(content.length, 2)), serve(content)];
    await downloadOne();
    expect(server.ranges).toEqual([undefined, `bytes=${HALF}-`, undefined]);
    await expectWhole();
  });

  it('goes on with the mirror it began with', async () => {
    server.answers = [answerStatus(503)];
    mirror.answers = [serve(content, { sends: HALF, then: 'stall' }), serve(content)];
    const stop = new AbortController();
    const files = [remoteFile(content, server.url, mirror.url)];
    const onProgress = ({ bytesDone }: DownloadProgress): void => {
      if (bytesDone === HALF) stop.abort();
    };
    await expect(download(files, { signal: stop.signal, onProgress })).rejects.toMatchObject(failure('Cancelled'));
    server.ranges = [];
    await download(files);
    expect([server.ranges, mirror.ranges]).toEqual([[], [undefined, `bytes=${HALF}-`]]);
  });

  it.each([
    ['nothing says where they come from', undefined],
    ['they are of another file', { url: server.url, etag: '"v1"', sha256: '0'.repeat(64) }],
    ['what says so is torn', '{"url":'],
  ])('does not use bytes on disk where %s', async (_, origin) => {
    await mkdir(folder);
    await writeFile(`${target()}.part`, content.subarray(0, HALF));
    if (origin)
      await writeFile(`${target()}.part-origin`, typeof origin === 'string' ? origin : JSON.stringify(origin));
    await downloadOne();
    expect(server.ranges).toEqual([undefined]);
    await expectWhole();
  });

  it('asks for nothing where all bytes are on disk but for the name', async () => {
    await mkdir(folder);
    await writeFile(`${target()}.part`, content);
    await downloadOne();
    expect(server.ranges).toEqual([]);
    await expectWhole();
  });

  it.each([content.length, content.length + 1])('does not use %i wrong bytes on disk', async (length) => {
    await mkdir(folder);
    await writeFile(`${target()}.part`, bytesOf(length, 2));
    await downloadOne();
    expect(server.ranges).toEqual([undefined]);
    await expectWhole();
  });
});

describe('a wrong file', () => {
  const wrong = bytesOf(content.length, 2);
  const open = { headers: { 'content-length': undefined } };

  it.each<[string, string, Answer]>([
    ['ChecksumMismatch', 'SHA-256', serve(wrong)],
    ['DownloadFailed', '300001 bytes instead of 300000', serve(Buffer.concat([content, wrong.subarray(0, 1)]))],
    ['DownloadFailed', '299999 bytes instead of 300000', serve(content.subarray(1))],
    ['DownloadFailed', 'sends more than', serve(Buffer.concat([content, wrong]), open)],
    ['DownloadFailed', 'ends after 299999 of 300000', serve(content.subarray(0, -1), { ...open, etag: undefined })],
    ['DownloadFailed', 'gzip', serve(content, { headers: { 'content-encoding': 'gzip' } })],
    ['DownloadFailed', 'answers 206', answerStatus(206)],
  ])('is never given the name: %s, %s', async (code, words, answer) => {
    server.answers = [answer];
    await expect(downloadOne()).rejects.toMatchObject(failure(code, words));
    await expectAbsent();
    server.answers = [serve(content)];
    await downloadOne();
    await expectWhole();
  });

  it('is not what the next mirror has', async () => {
    server.answers = [serve(wrong)];
    await download([remoteFile(content, server.url, mirror.url)]);
    await expectWhole();
  });
});

describe('a server that says no', () => {
  it.each([403, 404, 410])('%i is not asked again, and the next mirror is', async (status) => {
    server.answers = [answerStatus(status)];
    await download([remoteFile(content, server.url, mirror.url)]);
    expect([server.ranges.length, mirror.ranges.length]).toEqual([1, 1]);
    await expectWhole();
  });

  it.each([429, 500, 503])('%i is asked again', async (status) => {
    server.answers = [answerStatus(status), answerStatus(status, { 'retry-after': '0' }), serve(content)];
    await downloadOne();
    expect(server.ranges).toHaveLength(3);
    await expectWhole();
  });

  it('is not waited for longer than is bearable', async () => {
    server.answers = [answerStatus(429, { 'retry-after': '3600' })];
    await download([remoteFile(content, server.url, mirror.url)]);
    expect([server.ranges.length, mirror.ranges.length]).toEqual([1, 1]);
  });

  it('is told with every mirror’s reason', async () => {
    server.answers = [answerStatus(404)];
    mirror.answers = [serve(bytesOf(content.length, 2))];
    const pulling = download([remoteFile(content, `${server.url}?key=secret`, mirror.url)]);
    await expect(pulling).rejects.toMatchObject(
      failure('DownloadFailed', `${server.url} answers 404; ${mirror.url} has`),
    );
  });
});

describe('a redirect', () => {
  const to = (location: string): Answer => answerStatus(302, { location });

  it('is followed, and the resumed request too', async () => {
    server.answers = [to(mirror.url)];
    mirror.answers = [to('/elsewhere'), serve(content, { sends: HALF, then: 'drop' }), serve(content)];
    await downloadOne();
    expect(mirror.ranges).toEqual([undefined, undefined, `bytes=${HALF}-`]);
    await expectWhole();
  });

  it('to http on another host is refused, and no connection made', async () => {
    const address = Object.values(networkInterfaces())
      .flat()
      .find((each) => each?.internal === false)?.address;
    const other = await startDownloadServer('0.0.0.0');
    const { port } = new URL(other.url);
    server.answers = [to(`http://${address?.includes(':') === false ? address : '192.0.2.1'}:${port}/model.onnx`)];
    await expect(downloadOne()).rejects.toMatchObject(failure('DownloadRefused', 'which is not https'));
    expect([server.ranges.length, other.ranges.length]).toEqual([1, 0]);
  });

  it.each([
    ['in a loop', 'more than 5 times', server.url],
    ['to a file', 'which is not https', 'file:///etc/passwd'],
    ['to nowhere', 'no address', 'http://'],
  ])('%s is refused', async (_, words, location) => {
    server.answers = [to(location)];
    await expect(downloadOne()).rejects.toMatchObject(failure('DownloadRefused', words));
  });
});

describe('an address or a name', () => {
  it.each(['http://models.example/model.onnx', 'ftp://127.0.0.1/model.onnx', 'model.onnx'])(
    'is refused before anything is done: %s',
    async (url) => {
      await expect(download([remoteFile(content, url)])).rejects.toMatchObject(failure('DownloadRefused'));
      await expect(stat(folder)).rejects.toMatchObject({ code: 'ENOENT' });
    },
  );

  it('may be http on this machine only where that is allowed', async () => {
    await expect(downloadOne({ allowLoopbackHttp: false })).rejects.toMatchObject(failure('DownloadRefused'));
    expect(server.ranges).toEqual([]);
  });

  it.each(['../model.onnx', '/etc/passwd', 'a/b', String.raw`a\b`, 'model.onnx:stream', '.hidden', ''])(
    'is refused where it leaves the folder: %j',
    async (name) => {
      const file = { ...remoteFile(content, server.url), name };
      await expect(download([file])).rejects.toMatchObject(failure('DownloadRefused', 'plain file name'));
    },
  );
});

describe('a folder', () => {
  it('that is a file cannot be written', async () => {
    await writeFile(folder, '');
    await expect(downloadOne()).rejects.toMatchObject(failure('OutputUnwritable', folder));
  });

  it('that holds a folder of the file’s name cannot either', async () => {
    await mkdir(target(), { recursive: true });
    await expect(downloadOne()).rejects.toMatchObject(failure('OutputUnwritable'));
  });
});

describe('a proxy', () => {
  it('that does not answer is given up', async () => {
    const proxy = createServer().listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const { port } = proxy.address() as { port: number };
    vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${port}`);
    const files = [remoteFile(content, 'https://models.example/model.onnx')];
    const pulling = download(files, { patience: { stallTimeoutMs: 100, retries: 0 } });
    await expect(pulling).rejects.toMatchObject(failure('DownloadFailed', 'stopped sending'));
    proxy.close();
  });

  it('whose address is none is told', async () => {
    vi.stubEnv('HTTPS_PROXY', 'http://');
    await expect(downloadOne()).rejects.toMatchObject(failure('DownloadFailed', 'HTTPS_PROXY'));
  });
});

describe('whatever happens', () => {
  const bytes = fc.integer({ min: 0, max: content.length });
  const serving = fc.record({
    sends: bytes,
    etag: fc.constantFrom('"v1"', '"v2"', 'W/"v1"', undefined),
    ignoreRange: fc.boolean(),
  });
  const ending = fc.constantFrom<Pick<Serving, 'then' | 'headers'>>(
    { then: 'drop' },
    { then: 'drop', headers: { 'content-range': 'bytes 0-299999/300000' } },
    { then: 'drop', headers: { 'content-range': undefined } },
    { then: 'end', headers: { 'content-length': undefined } },
  );
  const answer = fc.oneof(
    fc
      .tuple(serving, ending, fc.constantFrom(1, 2))
      .map(([how, end, seed]) => serve(bytesOf(content.length, seed), { ...how, ...end })),
    fc.constantFrom(404, 416, 429, 500).map((status) => answerStatus(status)),
    fc.integer({ min: 299_000, max: 301_000 }).map((length) => serve(bytesOf(length))),
  );
  /** What a crash or a disk may leave beside the target. */
  const litter = fc.option(bytes.map((length) => bytesOf(length, 3)));

  it('the name is borne by the whole file or by none, and the download completes once the server is well', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(answer, { maxLength: 6 }), litter, async (answers, part) => {
        folder = path.join(root, String(count++));
        await mkdir(folder);
        if (part) await writeFile(`${target()}.part`, part);
        server.answers = [...answers, serve(content)];
        for (let calls = 0; calls <= answers.length; calls++) {
          await downloadOne().catch(() => undefined);
          const found = await readFile(target()).catch(() => undefined);
          expect(found === undefined || found.equals(content)).toBe(true);
        }
        await expectWhole();
      }),
      { numRuns: 20 },
    );
  });
});
