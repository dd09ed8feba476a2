import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { tempFolder } from '../../../test/fixtures/temp-folder';
import type { OutputFormat } from '../../core/formats/output-format';
import { encodeSidecar } from '../../core/formats/sidecar';
import { exampleSidecar } from '../../../test/fixtures/sidecar';
import { identifyFile } from '../photo/identify-file';
import { decideOutput, type OutputRequest } from './existing-outputs';
import { outputPath, placeKey, sidecarPath } from './output-names';

const root = tempFolder();
let count = 0;
let request: OutputRequest;

beforeEach(async () => {
  const folder = path.join(root, String(count++));
  await mkdir(folder);
  const photo = path.join(folder, 'a.jpg');
  await writeFile(photo, 'a photo');
  request = {
    photo,
    place: { folder, stem: 'a' },
    formats: ['ply'],
    settings: { frame: 'opencv', maxPoints: null },
    policy: 'resume',
    batch: { photos: new Set([photo]), placeKeys: new Set([placeKey({ folder, stem: 'a' })]) },
  };
});

const fileOf = (format: OutputFormat): string => outputPath(request.place, format);

/** Puts there what a finished run of the request would have left. */
async function finish(formats: readonly OutputFormat[] = ['ply']): Promise<void> {
  const identity = await identifyFile(request.photo);
  const outputs = await Promise.all(
    formats.map(async (format) => {
      await writeFile(fileOf(format), `an output: ${format}`);
      return { format, file: path.basename(fileOf(format)), bytes: (await stat(fileOf(format))).size };
    }),
  );
  const source = {
    path: request.photo,
    bytes: identity!.bytes,
    modifiedAt: identity!.modifiedAt.toISOString(),
    identity: identity!.identity,
  };
  await writeFile(
    sidecarPath(request.place),
    encodeSidecar(exampleSidecar({ source, settings: request.settings, outputs })),
  );
}

const decide = (changes: Partial<OutputRequest> = {}) => decideOutput({ ...request, ...changes });
const outputExists = (file: string) => ({
  failure: { code: 'OutputExists', message: expect.stringContaining(file) as string },
});

describe('decideOutput', () => {
  it('writes where nothing is there, whatever the policy', async () => {
    for (const policy of ['resume', 'skip', 'overwrite', 'number'] as const) {
      expect(await decide({ policy })).toEqual({ kind: 'write', place: request.place, kept: [], stale: [] });
    }
  });

  describe('to resume', () => {
    it('skips what is finished, and names all its files', async () => {
      await finish(['ply', 'npy']);
      const outputs = [fileOf('ply'), fileOf('npy'), sidecarPath(request.place)];
      expect(await decide()).toEqual({ kind: 'skip', outputs });
    });

    it('writes a format that is missing and keeps the others', async () => {
      await finish(['npy']);
      expect(await decide()).toMatchObject({ kind: 'write', kept: [{ format: 'npy' }] });
    });

    it.each([
      ['is gone', (file: string) => rm(file)],
      ['has another length', (file: string) => writeFile(file, 'half')],
    ])('writes again what %s', async (_, damage) => {
      await finish();
      await damage(fileOf('ply'));
      expect(await decide()).toEqual({ kind: 'write', place: request.place, kept: [], stale: [] });
    });

    it('writes anew when a setting is another; what else the old one made is stale', async () => {
      await finish(['ply', 'npy']);
      const settings = { ...request.settings, maxPoints: 5 };
      const stale = [fileOf('npy')];
      expect(await decide({ settings })).toEqual({ kind: 'write', place: request.place, kept: [], stale });
    });

    it('writes anew when the photo has changed', async () => {
      await finish(['ply', 'npy']);
      await writeFile(request.photo, 'another');
      expect(await decide()).toEqual({ kind: 'write', place: request.place, kept: [], stale: [fileOf('npy')] });
    });

    it('does not touch a file that it did not make', async () => {
      await writeFile(fileOf('ply'), 'someone’s model');
      await expect(decide()).rejects.toMatchObject(outputExists(fileOf('ply')));
    });

    it('does not touch a file of another format that it did not make', async () => {
      await finish(['ply']);
      await writeFile(fileOf('npy'), 'someone’s array');
      await expect(decide({ formats: ['npy'] })).rejects.toMatchObject(outputExists(fileOf('npy')));
    });

    it('names no file outside the place, whatever the sidecar says', async () => {
      await finish(['ply', 'npy']);
      const sidecar = await readFile(sidecarPath(request.place), 'utf8');
      await writeFile(sidecarPath(request.place), sidecar.replace('a.depth.npy', '../precious'));
      const decision = await decide({ settings: {} });
      expect(decision).toMatchObject({ kind: 'write', stale: [fileOf('npy')] });
    });

    it('does not touch what it made of another photo', async () => {
      await finish();
      const photo = path.join(request.place.folder, 'a.png');
      await writeFile(photo, 'another');
      await expect(decide({ photo })).rejects.toMatchObject(outputExists(fileOf('ply')));
    });
  });

  it('skips whatever has any output when told so', async () => {
    await writeFile(fileOf('ply'), 'someone’s model');
    expect(await decide({ policy: 'skip' })).toEqual({ kind: 'skip', outputs: [fileOf('ply')] });
  });

  it('writes over what it made itself when told so, and keeps what stays valid', async () => {
    await finish(['ply', 'npy']);
    expect(await decide({ policy: 'overwrite' })).toMatchObject({
      kind: 'write',
      kept: [{ format: 'npy' }],
      stale: [],
    });
  });

  it('writes over everything when told so, but never over a photo of the batch', async () => {
    await writeFile(fileOf('png16'), 'someone’s picture');
    const changes = { policy: 'overwrite', formats: ['png16'] } as const;
    expect(await decide(changes)).toEqual({ kind: 'write', place: request.place, kept: [], stale: [] });
    const photos = new Set([request.photo, fileOf('png16')]);
    await expect(decide({ ...changes, batch: { ...request.batch, photos } })).rejects.toMatchObject(
      outputExists(fileOf('png16')),
    );
  });

  it('finds the next free number when told so, and leaves out those that other photos of the batch have by name', async () => {
    const { folder } = request.place;
    await writeFile(fileOf('ply'), '');
    await writeFile(path.join(folder, 'a-2.ply'), '');
    await writeFile(path.join(folder, 'a-3.json'), '');
    expect(await decide({ policy: 'number' })).toMatchObject({ kind: 'write', place: { folder, stem: 'a-4' } });
    const placeKeys = new Set([...request.batch.placeKeys, placeKey({ folder, stem: 'A-4' })]);
    const batch = { ...request.batch, placeKeys };
    expect(await decide({ policy: 'number', batch })).toMatchObject({ kind: 'write', place: { folder, stem: 'a-5' } });
  });
});
