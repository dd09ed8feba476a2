import path from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ConvertEvent } from '../../src/contract/convert';
import { depthFrom, type ViewStage } from '../../src/contract/depth-view';
import { startInProcessEngine } from '../../src/engine/in-process';
import { engineConfig, type RunningEngine } from '../fixtures/engines';
import { placeCodedPicture, sharpOf } from '../fixtures/pictures';
import { tempFolder } from '../fixtures/temp-folder';

const folder = tempFolder();
const photos = ['a', 'b', 'c', 'd'].map((name) => path.join(folder, `${name}.png`));
let engine: RunningEngine;

beforeAll(async () => {
  for (const [i, file] of photos.entries())
    await sharpOf(placeCodedPicture(320 + i, 240))
      .png()
      .toFile(file);
});
beforeEach(() => {
  engine = startInProcessEngine(engineConfig(path.join(folder, `cache-${String(Math.random()).slice(2)}`)));
  return () => engine.stop();
});

async function stagesOf(photo: string): Promise<ViewStage[]> {
  const stages: ViewStage[] = [];
  await engine.client.admit({ id: photo, path: photo });
  await depthFrom(engine.client.depthView.depth({ id: photo }), (stage) => stages.push(stage));
  return stages;
}

describe('the depth view is told', () => {
  it('what is done, and nothing that is done already', async () => {
    expect(await stagesOf(photos[0]!)).toEqual(['check', 'decode', 'load', 'warmUp', 'send']);
    expect(await stagesOf(photos[1]!)).toEqual(['decode', 'infer', 'send']);
    expect(await stagesOf(photos[0]!)).toEqual(['decode', 'send']);
  });

  it('that it waits while another photo is worked on', async () => {
    await stagesOf(photos[0]!);
    const both = await Promise.all([stagesOf(photos[1]!), stagesOf(photos[2]!)]);
    expect(both.map((stages) => stages.join()).sort()).toEqual(['decode,infer,send', 'decode,wait,infer,send']);
  });
});

describe('a job that is left', () => {
  it('begins no inference any more, not even one that waits for its turn', async () => {
    const request = { inputs: photos, outputFolder: path.join(folder, 'left'), jobs: photos.length, job: 'left' };
    const begun: ConvertEvent[] = [];
    for await (const event of await engine.client.convert(request)) {
      const isInference = event.event === 'progress' && (event.stage === 'warmUp' || event.stage === 'infer');
      if (isInference) begun.push(event);
      if (isInference) await engine.client.cancel({ job: 'left' });
      if (event.event === 'summary') expect(event).toMatchObject({ done: 0, failed: 0, cancelled: photos.length });
    }
    expect(begun).toHaveLength(1);
  });
});
