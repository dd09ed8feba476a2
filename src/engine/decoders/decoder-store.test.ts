import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { heicArchive, servedPackage } from '../../../test/fixtures/decoders';
import { serve, startDownloadServer } from '../../../test/fixtures/download-server';
import { tempFolder } from '../../../test/fixtures/temp-folder';
import { DecoderStore } from './decoder-store';
import { HEIC_PACKAGE, HEIC_WASM } from './heic-package';

const root = tempFolder();
const server = await startDownloadServer();
const options = { allowLoopbackHttp: true };
let archive: Buffer;
let folder: string;
let store: DecoderStore;
let folders = 0;

beforeAll(async () => {
  archive = await heicArchive();
});

beforeEach(() => {
  folder = path.join(root, String(folders++));
  server.answers = [serve(archive)];
  store = new DecoderStore(folder, { heic: servedPackage(archive, server.url) });
});

const statusOf = async (): Promise<string> => (await store.list())[0]!.status;
const names = async (): Promise<string[]> => (await readdir(path.join(folder, 'heic'))).sort();

describe('a decoder', () => {
  it('is absent at first, and tells its licence, size and place', async () => {
    expect(await store.list()).toMatchObject([
      { id: 'heic', status: 'absent', licence: { spdx: 'LGPL-3.0' }, folder: path.join(folder, 'heic') },
    ]);
    expect(await store.isReady('heic')).toBe(false);
  });

  it('is installed whole, with its licence, and nothing else', async () => {
    const phases = new Set<string>();
    await store.install('heic', { ...options, onProgress: ({ phase }) => phases.add(phase) });
    expect(await store.isReady('heic')).toBe(true);
    expect((await names()).filter((name) => !name.endsWith('.hash'))).toEqual(['LICENSE', 'libheif.cjs', HEIC_WASM]);
    expect(await readFile(store.fileOf('heic', 'LICENSE'), 'utf8')).toContain('GNU LESSER GENERAL PUBLIC LICENSE');
    expect(phases).toContain('downloading');
    expect(existsSync(path.join(root, 'escape'))).toBe(false);
  });

  it('that is here is not fetched again', async () => {
    await store.install('heic', options);
    server.ranges = [];
    await store.install('heic', options);
    expect(server.ranges).toEqual([]);
  });

  it('that was damaged is told so, and installed again', async () => {
    await store.install('heic', options);
    await writeFile(store.fileOf('heic', HEIC_WASM), 'changed');
    expect(await statusOf()).toBe('damaged');
    expect(await store.isReady('heic')).toBe(false);
    await store.install('heic', options);
    expect(await statusOf()).toBe('ready');
  });

  it('whose archive is another is refused, and nothing of it stays', async () => {
    server.answers = [serve(Buffer.alloc(archive.length, 'x'))];
    await expect(store.install('heic', options)).rejects.toMatchObject({ failure: { code: 'ChecksumMismatch' } });
    expect(await statusOf()).toBe('absent');
  });

  it('with a file in it that is another is refused, and nothing of it is placed', async () => {
    const served = servedPackage(archive, server.url);
    const files = served.files.map((file) => (file.name === HEIC_WASM ? { ...file, sha256: '0'.repeat(64) } : file));
    store = new DecoderStore(folder, { heic: { ...served, files } });
    await expect(store.install('heic', options)).rejects.toMatchObject({ failure: { code: 'ChecksumMismatch' } });
    expect(await statusOf()).toBe('absent');
  });

  it('is removed whole', async () => {
    await store.install('heic', options);
    await store.remove('heic', new AbortController().signal);
    expect(await statusOf()).toBe('absent');
    expect(existsSync(path.join(folder, 'heic'))).toBe(false);
  });

  it('that is not here may be removed all the same', async () => {
    await expect(store.remove('heic', new AbortController().signal)).resolves.toBeUndefined();
  });

  it('has no place where the host wants none', async () => {
    const none = new DecoderStore(undefined);
    expect(await none.list()).toMatchObject([{ status: 'absent' }]);
    await expect(none.install('heic', options)).rejects.toMatchObject({ failure: { code: 'DownloadRefused' } });
  });
});

describe('the HEIC decoder’s pins', () => {
  it('are those of one package', () => {
    expect(HEIC_PACKAGE.archive.urls.every((url) => url.includes(HEIC_PACKAGE.version))).toBe(true);
  });
});
