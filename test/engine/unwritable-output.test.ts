import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConvertEvent } from '../../src/contract/convert';
import { startInProcessEngine } from '../../src/engine/in-process';
import { engineConfig, type RunningEngine } from '../fixtures/engines';
import { writeJpegs } from '../fixtures/pictures';
import { tempFolder } from '../fixtures/temp-folder';

const folder = tempFolder();
const photos = path.join(folder, 'photos');
const notAFolder = path.join(folder, 'a-file');
let engine: RunningEngine;

beforeAll(async () => {
  engine = startInProcessEngine(engineConfig());
  await mkdir(photos);
  await writeJpegs(['a.jpg', 'b.jpg'].map((name) => path.join(photos, name)));
  await writeFile(notAFolder, 'no folder');
});
afterAll(() => engine.stop());

async function convert(outputFolder: string): Promise<ConvertEvent[]> {
  const events: ConvertEvent[] = [];
  for await (const event of await engine.client.convert({ inputs: [photos], outputFolder })) events.push(event);
  return events;
}

describe('an output folder that cannot be written', () => {
  it('is noticed before any photo is worked on', async () => {
    const outputFolder = path.join(notAFolder, 'below');
    const events = await convert(outputFolder);
    expect(events.filter(({ event }) => event === 'progress')).toEqual([]);
    expect(events.at(-1)).toMatchObject({ event: 'summary', done: 0, failed: 2 });
    expect(events[0]).toMatchObject({
      status: 'failed',
      error: { code: 'OutputUnwritable', message: expect.stringContaining(outputFolder) as string },
    });
  });

  it('is told from one that can, which holds the outputs and nothing else', async () => {
    const outputFolder = path.join(folder, 'out');
    expect((await convert(outputFolder)).at(-1)).toMatchObject({ done: 2, failed: 0 });
    expect((await readdir(outputFolder)).sort()).toEqual(['a.json', 'a.ply', 'b.json', 'b.ply']);
  });
});
