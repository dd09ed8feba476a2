import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PhotoEvent } from '../../src/contract/convert';
import { startInProcessEngine } from '../../src/engine/in-process';
import { engineConfig, modelsFolder } from '../fixtures/engines';
import { writeJpegs } from '../fixtures/pictures';
import { tempFolder } from '../fixtures/temp-folder';

const folder = tempFolder();
const models = path.join(folder, 'models');
const photos = [path.join(folder, 'a.jpg'), path.join(folder, 'b.jpg')];
const engine = startInProcessEngine({ ...engineConfig(), modelsFolder: models });
afterAll(engine.stop);

/** Puts a model there whose file is just what its descriptor says, and yet none that runs. */
async function putModel(id: string, graph: Buffer, changes: object = {}): Promise<void> {
  const embedded = JSON.parse(await readFile(path.join(modelsFolder, 'fathom-s.json'), 'utf8')) as object;
  const sha256 = createHash('sha256').update(graph).digest('hex');
  const file = { name: `${id}.onnx`, bytes: graph.length, sha256, urls: [] };
  await writeFile(path.join(models, `${id}.json`), JSON.stringify({ ...embedded, id, files: [file], ...changes }));
  await writeFile(path.join(models, file.name), graph);
}

beforeAll(async () => {
  await mkdir(models);
  await writeJpegs(photos);
  await putModel('noise', Buffer.from('no graph at all'));
  const graph = await readFile(path.join(modelsFolder, 'fathom-s.onnx'));
  await putModel('misdescribed', graph, { outputs: { depth: 'there is no such output' } });
  await putModel('misunderstood', graph, { outputs: { depth: 'normal' } });
});

describe('a model that does not run', () => {
  it.each(['noise', 'misdescribed', 'misunderstood'])('fails each photo with a remedy: %s', async (model) => {
    const events: PhotoEvent[] = [];
    for await (const event of await engine.client.convert({
      inputs: photos,
      outputFolder: path.join(folder, 'out'),
      model,
    })) {
      if (event.event === 'photo') events.push(event);
    }
    const error = {
      code: 'ModelFailed',
      message: expect.stringContaining(model) as string,
      remedy: expect.stringMatching(/.+\./) as string,
    };
    expect(events).toMatchObject([
      { status: 'failed', error },
      { status: 'failed', error },
    ]);
  });
});
