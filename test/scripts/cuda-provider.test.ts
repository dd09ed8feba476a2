import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CUDA_ARCHIVES,
  downloadArchive,
  isArchive,
  librariesInArchive,
  librariesInFolder,
  placeLibraries,
} from '../../scripts/setup/cuda-provider.mjs';
import { projectFolder } from '../../scripts/setup/project.mjs';
import { tempFolder } from '../fixtures/temp-folder';

const folder = tempFolder();
const CUDA = 'libonnxruntime_providers_cuda.so';
const SHARED = 'libonnxruntime_providers_shared.so';
const cuda = Buffer.from('code\x001.30.0\0more code');
const shared = Buffer.from('bridge');
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const wheel = zipSync({ capi: { [CUDA]: cuda, [SHARED]: shared, 'other.so': Buffer.from('not wanted') } });

let server: Server;
let origin: string;
const archiveAt = (name: string) => ({
  url: `${origin}/${name}`,
  bytes: wheel.length,
  sha256: sha256(wheel),
  libraries: { [`capi/${CUDA}`]: sha256(cuda), [`capi/${SHARED}`]: sha256(shared) },
});

beforeAll(async () => {
  server = createServer((request, response) => {
    const answers: Record<string, () => void> = {
      '/whole': () => response.end(wheel),
      '/short': () => response.end(wheel.subarray(0, -9)),
      '/long': () => response.end(Buffer.concat([wheel, wheel])),
      '/other': () => response.end(Buffer.alloc(wheel.length)),
    };
    const answer = answers[request.url!];
    if (answer) answer();
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
afterAll(() => server.close());

describe('the CUDA provider', () => {
  it('is known for the ONNX Runtime that package.json pins', () => {
    const manifest = JSON.parse(readFileSync(path.join(projectFolder, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    const archive = CUDA_ARCHIVES[manifest.dependencies['onnxruntime-node']!];
    expect(archive?.url).toContain(`-${manifest.dependencies['onnxruntime-node']!}-`);
  });

  it('is fetched, held to its hashes and placed beside ONNX Runtime', async () => {
    const file = path.join(folder, 'cache', 'wheel.zip');
    const came: number[] = [];
    await downloadArchive(archiveAt('whole'), file, (bytes) => came.push(bytes));
    expect(came.at(-1)).toBe(wheel.length);
    expect(isArchive(archiveAt('whole'), file)).toBe(true);
    const target = path.join(folder, 'runtime');
    mkdirSync(target);
    placeLibraries(librariesInArchive(archiveAt('whole'), file), target);
    expect(readdirSync(target).sort()).toEqual([CUDA, SHARED]);
    expect(readFileSync(path.join(target, CUDA))).toEqual(cuda);
    const tampered = { ...archiveAt('whole'), libraries: { [`capi/${CUDA}`]: sha256(shared) } };
    expect(() => librariesInArchive(tampered, file)).toThrow(`capi/${CUDA} in ${file} is not what it should be`);
  });

  it.each([
    ['short', 'is not the file that it should be'],
    ['long', 'is larger than it should be'],
    ['other', 'is not the file that it should be'],
    ['absent', 'answers 404'],
  ])('is refused where the server gives another file (%s), and nothing is left', async (name, words) => {
    const file = path.join(folder, name, 'wheel.zip');
    await expect(downloadArchive(archiveAt(name), file)).rejects.toThrow(words);
    expect(readdirSync(path.dirname(file))).toEqual([]);
  });

  it('says so where nobody answers', async () => {
    const nowhere = { ...archiveAt('whole'), url: 'http://127.0.0.1:9/wheel.zip' };
    await expect(downloadArchive(nowhere, path.join(folder, 'nowhere.zip'))).rejects.toThrow('could not be fetched');
    expect(existsSync(path.join(folder, 'nowhere.zip.part'))).toBe(false);
  });

  it('is taken from a folder only where it is whole and of the same version', () => {
    const own = path.join(folder, 'own');
    mkdirSync(own);
    writeFileSync(path.join(own, CUDA), cuda);
    expect(() => librariesInFolder(own, '1.30.0')).toThrow(`${own} does not hold ${SHARED}`);
    writeFileSync(path.join(own, SHARED), shared);
    expect([...librariesInFolder(own, '1.30.0').keys()]).toEqual([CUDA, SHARED]);
    expect(() => librariesInFolder(own, '1.29.0')).toThrow('is not of ONNX Runtime 1.29.0');
  });
});
