import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isDefinedError, safe } from '@orpc/client';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConvertEvent, PhotoEvent, SummaryEvent } from '../../src/contract/convert';
import type { FathomClient } from '../../src/contract/contract';
import { MaskReason } from '../../src/core/depth/depth-rows';
import { engineConfig, modelsFolder, transports, type RunningEngine } from '../fixtures/engines';
import { placeCodedPicture, sharpOf, writeJpeg, writeJpegs } from '../fixtures/pictures';
import { expectPlaceColours } from '../fixtures/projection';
import { expectOnlyWholeResults, readPly } from '../fixtures/read-back';
import { tempFolder } from '../fixtures/temp-folder';

type ConvertInput = Parameters<FathomClient['convert']>[0];
type DoneEvent = Extract<PhotoEvent, { status: 'done' }>;

const byStatus = (events: readonly ConvertEvent[], status: PhotoEvent['status']): ConvertEvent[] =>
  events.filter((event) => event.event === 'photo' && event.status === status);

describe.each(transports)('an engine $name', ({ start }) => {
  const folder = tempFolder();
  const photo = path.join(folder, 'photo.png');
  let engine: RunningEngine;

  beforeAll(async () => {
    engine = start(engineConfig());
    await sharpOf(placeCodedPicture()).png().toFile(photo);
  });
  afterAll(() => engine.stop());

  async function convert(request: ConvertInput): Promise<ConvertEvent[]> {
    const events: ConvertEvent[] = [];
    for await (const event of await engine.client.convert(request)) events.push(event);
    return events;
  }

  it('turns a photo into a cloud whose points bear the colours of the pixels they project to', async () => {
    const events = await convert({ inputs: [photo], outputFolder: path.join(folder, 'cloud') });
    const done = byStatus(events, 'done')[0] as DoneEvent;
    const file = path.join(folder, 'cloud', 'photo.ply');
    expect(done.outputs).toContain(file);
    const cloud = await readPly(file);
    expect(cloud.count).toBe(done.points);
    expect(cloud.count).toBeGreaterThan(100_000);
    const depths = cloud.positions.filter((_, i) => i % 3 === 2);
    const [nearest, farthest] = depths.reduce(
      ([min, max], depth) => [Math.min(min, depth), Math.max(max, depth)] as const,
      [Infinity, 0] as readonly [number, number],
    );
    expect([nearest, farthest]).toEqual(done.depthRangeMetres);
    const { camera } = await engine.client.inspect({ path: photo });
    expectPlaceColours(cloud, { widthPx: 320, heightPx: 240, camera: camera.intrinsics }, 2);
  });

  it('tells of each stage in order and ends with the summary', async () => {
    const events = await convert({ inputs: [photo], outputFolder: path.join(folder, 'stages'), maxPoints: 10 });
    expect(events.map((event) => (event.event === 'progress' ? event.stage : event.event))).toEqual([
      'decode',
      'infer',
      'write',
      'photo',
      'summary',
    ]);
    expect(events[0]).toEqual({ event: 'progress', photo, stage: 'decode', done: 0, total: 1 });
    expect(events.at(-1)).toEqual({
      event: 'summary',
      done: 1,
      failed: 0,
      skipped: 0,
      ignored: 0,
      cancelled: 0,
      ms: expect.any(Number) as number,
    });
  });

  it('answers depth as whole typed arrays', async () => {
    const result = await engine.client.depth({ path: photo });
    const pixels = result.widthPx * result.heightPx;
    expect(pixels).toBe(512 * 384);
    expect(result.depthMetres).toBeInstanceOf(Float32Array);
    expect(result.depthMetres).toHaveLength(pixels);
    expect(result.depthMetres.every((depth) => depth > 0 && depth < 1000)).toBe(true);
    expect(result.mask).toBeInstanceOf(Uint8Array);
    expect(result.mask).toHaveLength(pixels);
    expect(result.normals).toHaveLength(3 * pixels);
    expect(result.confidence).toHaveLength(pixels);
    expect(result.photo).toEqual({ widthPx: 320, heightPx: 240 });
    expect(result.intrinsics.fxPx).toBeCloseTo((result.camera.intrinsics.fxPx * 512) / 320, 6);
    expect(result.precision).toMatchObject({ requested: 'auto', used: 'fp32' });
    expect(result.provider).toBe('cpu');
  });

  it('masks edges by the threshold it is given, none at 0', async () => {
    const edges = async (edgeThreshold: number): Promise<number> => {
      const { mask } = await engine.client.depth({ path: photo, edgeThreshold });
      return mask.filter((reasons) => (reasons & MaskReason.edge) !== 0).length;
    };
    expect(await edges(0)).toBe(0);
    expect(await edges(0.001)).toBeGreaterThan(0);
  });

  it('inspects a photo without a model', async () => {
    const info = await engine.client.inspect({ path: photo, focal: { kind: 'px', focalPx: 400 } });
    expect(info).toMatchObject({
      path: photo,
      format: 'png',
      widthPx: 320,
      heightPx: 240,
      orientation: 1,
      conversions: [],
      camera: { origin: 'typed', trust: 'exact', intrinsics: { fxPx: 400, fyPx: 400, cxPx: 160, cyPx: 120 } },
    });
    expect(info.horizontalFieldOfViewDegrees).toBeCloseTo(43.603, 3);
  });

  it('lists its models and what the machine can do', async () => {
    const models = await engine.client.models();
    expect(models[0]).toMatchObject({ id: 'fathom-s', status: 'ready', licence: { spdx: 'Apache-2.0' } });
    expect(models.slice(1).every(({ status }) => status === 'pull' || status === 'import')).toBe(true);
    const diagnosis = await engine.client.diagnose();
    expect(diagnosis).toMatchObject({
      models: [models[0]],
      versions: { fathom: '0.0.0-test', node: process.versions.node },
      folders: { models: modelsFolder },
      devices: [{ providers: ['cpu'] }],
    });
  });

  describe('answers a typed error with a remedy', () => {
    const at = (name: string): string => path.join(folder, name);
    const files = {
      small: at('small.png'),
      text: at('text.jpg'),
      drawing: at('drawing.svg'),
      missing: at('missing.jpg'),
    };

    beforeAll(async () => {
      await sharpOf(placeCodedPicture(31, 200)).png().toFile(files.small);
      await writeFile(files.text, 'no photo');
      await writeFile(files.drawing, '<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"/>');
    });

    it.each([
      ['PhotoUnreadable', 'of a file that is not there', { path: files.missing }],
      ['PhotoUnreadable', 'of a file that is no picture', { path: files.text }],
      ['PhotoUnreadable', 'of a folder', { path: folder }],
      ['PhotoUnsupported', 'of a drawing', { path: files.drawing }],
      ['PhotoTooSmall', 'of a photo under 32 pixels', { path: files.small }],
      ['ModelMissing', 'for a model there is not', { path: photo, model: 'nothing' }],
      ['DeviceMissing', 'for a device there is not', { path: photo, device: 'abacus' }],
    ] as const)('%s %s', async (code, _, request) => {
      const { error } = await safe(engine.client.depth(request));
      if (!isDefinedError(error)) throw new Error('no typed error', { cause: error });
      expect(error.code).toBe(code);
      expect(error.message).toContain(
        code === 'ModelMissing' ? 'nothing' : code === 'DeviceMissing' ? 'abacus' : request.path,
      );
      expect(error.data.remedy).toMatch(/^[A-Z].+\.$/);
    });
  });

  it('gives up a call whose caller has, and serves the next', async () => {
    await expect(engine.client.depth({ path: photo }, { signal: AbortSignal.abort() })).rejects.toThrow();
    const leaving = new AbortController();
    const left = engine.client.depth({ path: photo }, { signal: leaving.signal });
    leaving.abort();
    await expect(left).rejects.toThrow();
    expect(await engine.client.inspect({ path: photo })).toMatchObject({ widthPx: 320 });
  });

  it('refuses a request that breaks the schema', async () => {
    const { error } = await safe(engine.client.convert({ inputs: [], outputFolder: folder }));
    expect(error).toMatchObject({ code: 'BAD_REQUEST' });
  });

  describe('with a batch under way', () => {
    const batch = path.join(folder, 'batch');
    const names = Array.from({ length: 10 }, (_, i) => path.join(batch, `${String(i)}.jpg`));

    beforeAll(async () => {
      await mkdir(batch);
      await writeJpegs(names);
    });

    it('cancels by the job’s name: what was begun is finished, the summary comes, no half file stays', async () => {
      const outputFolder = path.join(folder, 'cancelled');
      const events: ConvertEvent[] = [];
      let cancelled: boolean | undefined;
      for await (const event of await engine.client.convert({ inputs: [batch], outputFolder, job: 'a-job' })) {
        events.push(event);
        if (event.event === 'photo') cancelled ??= await engine.client.cancel({ job: 'a-job' });
      }
      expect(cancelled).toBe(true);
      const summary = events.at(-1) as SummaryEvent;
      expect(summary).toMatchObject({ event: 'summary', failed: 0, skipped: 0 });
      expect(summary.done).toBe(byStatus(events, 'done').length);
      expect(summary.done + summary.cancelled).toBe(10);
      expect(summary.cancelled).toBeGreaterThan(0);
      await expectOnlyWholeResults(outputFolder);
      expect(await engine.client.cancel({ job: 'a-job' })).toBe(false);
    });

    it('ends when the iteration is left', async () => {
      const outputFolder = path.join(folder, 'left');
      for await (const event of await engine.client.convert({ inputs: [batch], outputFolder, job: 'left' })) {
        if (event.event === 'photo') break;
      }
      await expect.poll(() => engine.client.cancel({ job: 'left' }), { timeout: 20_000 }).toBe(false);
      await expectOnlyWholeResults(outputFolder);
      await expect(readPly(path.join(outputFolder, '9.ply'))).rejects.toThrow('ENOENT');
    });

    it('lets one photo after another fail without stopping', async () => {
      const mixed = path.join(folder, 'mixed');
      await mkdir(mixed);
      await writeFile(path.join(mixed, 'a-broken.jpg'), 'no photo');
      await writeJpeg(path.join(mixed, 'b.jpg'));
      await sharp(Buffer.from([0, 0, 0]), { raw: { width: 1, height: 1, channels: 3 } }).toFile(
        path.join(mixed, 'c.png'),
      );
      const outputFolder = path.join(folder, 'mixed-out');
      const events = await convert({ inputs: [mixed], outputFolder, maxPoints: 10 });
      expect(events.at(-1)).toMatchObject({ done: 1, failed: 2 });
      const failures = byStatus(events, 'failed') as Extract<PhotoEvent, { status: 'failed' }>[];
      expect(Object.fromEntries(failures.map(({ photo: file, error }) => [path.basename(file), error.code]))).toEqual({
        'a-broken.jpg': 'PhotoUnreadable',
        'c.png': 'PhotoTooSmall',
      });
      await expectOnlyWholeResults(outputFolder);
    });
  });
});
