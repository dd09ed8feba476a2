import { copyFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { projectFolder } from '../../scripts/setup/project.mjs';
import { parseSidecar } from '../../src/core/formats/sidecar';
import { startInProcessEngine } from '../../src/engine/in-process';
import { engineConfig } from '../fixtures/engines';
import { readPly } from '../fixtures/read-back';
import { tempFolder } from '../fixtures/temp-folder';

const folder = tempFolder();

it('makes a cloud larger by the typed factor or the photo’s own, says so, and makes it anew when that changes', async () => {
  const photo = path.join(folder, 'coffee.jpg');
  await copyFile(path.join(projectFolder, 'resources/samples/coffee.jpg'), photo);
  const { client, stop } = startInProcessEngine(engineConfig());
  const convert = async (scales?: Parameters<typeof client.convert>[0]['scales']) => {
    const events = await client.convert({ inputs: [photo], outputFolder: path.join(folder, 'out'), scales });
    const statuses: string[] = [];
    for await (const event of events) if (event.event === 'photo') statuses.push(event.status);
    const sidecar = parseSidecar(await readFile(path.join(folder, 'out', 'coffee.json'), 'utf8'))!;
    return { statuses, sidecar, cloud: await readPly(path.join(folder, 'out', 'coffee.ply')) };
  };
  const plain = await convert();
  expect(plain.sidecar.depth.scaleCorrection).toBeUndefined();
  const typed = await convert({ typed: { factor: 1.5 } });
  expect(typed.statuses).toEqual(['done']);
  expect(typed.sidecar.depth.scaleCorrection?.note).toBe('scale corrected by typed factor ×1.500');
  expect(typed.cloud.positions[2]! / plain.cloud.positions[2]!).toBeCloseTo(1.5, 5);
  const { model } = plain.sidecar;
  const own = await convert({ photos: { [photo]: { factor: 2, modelId: model.id } }, typed: { factor: 1.5 } });
  expect(own.sidecar.depth.scaleCorrection).toMatchObject({ factor: 2, origin: 'knownLength' });
  expect(own.cloud.positions[0]! / plain.cloud.positions[0]!).toBeCloseTo(2, 5);
  expect((await convert({ photos: { [photo]: { factor: 2, modelId: model.id } } })).statuses).toEqual(['done']);
  expect((await convert({ photos: { [photo]: { factor: 2, modelId: model.id } } })).statuses).toEqual(['skipped']);
  await stop();
});
