import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { openDepthSession } from '../../src/engine/inference/depth-session';
import { ModelStore } from '../../src/engine/inference/model-store';
import type { SessionSetup } from '../../src/engine/inference/session-messages';
import { startSessionThread } from '../../src/engine/inference/session-thread';
import { builtSessionWorker, modelsFolder } from '../fixtures/engines';
import { tempFolder } from '../fixtures/temp-folder';

const folder = tempFolder();
const DIMENSIONS = [1, 3, 64, 96];

async function embeddedModel(): Promise<SessionSetup> {
  const { descriptor, file } = await new ModelStore(modelsFolder).open('fathom-s');
  return { descriptor, file, provider: 'cpu', precision: 'fp32', optimisation: 'all', threads: 2 };
}

function picture(): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: 3 * 64 * 96 }, (_, i) => Math.sin(i / 50));
}

/** An entry other than ours: a thread that opens whatever it is given, and then does as the code says. */
async function threadThat(does: string): Promise<string> {
  const entry = path.join(folder, `${String(Math.random()).slice(2)}.mjs`);
  await writeFile(
    entry,
    `import { parentPort, workerData } from 'node:worker_threads';
     workerData.reply.postMessage({ kind: 'done', value: null });
     parentPort.on('message', ({ tensor, reply }) => { ${does} });`,
  );
  return entry;
}

describe('startSessionThread', () => {
  it('gives what the session gives in this thread, bit for bit, and the input back', async () => {
    const setup = await embeddedModel();
    const here = await (await openDepthSession(setup)).run(picture(), DIMENSIONS);
    const thread = await startSessionThread(builtSessionWorker, setup);
    const there = await thread.run(picture(), DIMENSIONS);
    await thread.release();
    expect(there.outputs).toEqual(here.outputs);
    expect(there.tensor).toEqual(picture());
    expect(there.inferMs).toBeGreaterThan(0);
  });

  it('fails as ONNX Runtime does where there is no such graph', async () => {
    const setup = { ...(await embeddedModel()), file: path.join(folder, 'none.onnx') };
    await expect(startSessionThread(builtSessionWorker, setup)).rejects.toMatchObject({
      failure: { code: 'ModelFailed', message: expect.stringContaining('none.onnx') as string },
    });
  });

  it.each([
    ['ends', 'process.exit(3)', 'exit code 3'],
    ['throws', 'throw new Error("no more")', 'no more'],
  ])('fails the run under way, and the next, when the thread %s', async (_, does, why) => {
    const thread = await startSessionThread(await threadThat(does), await embeddedModel());
    const failure = { failure: { code: 'ModelFailed', message: expect.stringContaining(why) as string } };
    await expect(thread.run(picture(), DIMENSIONS)).rejects.toMatchObject(failure);
    await expect(thread.run(picture(), DIMENSIONS)).rejects.toMatchObject(failure);
  });

  it('keeps no answer once it has been taken', async () => {
    const MEGABYTE = 2 ** 20;
    const answer =
      'reply.postMessage({ kind: "done", value: { outputs: { depth: new Float32Array(2 ** 20) }, tensor } })';
    const thread = await startSessionThread(await threadThat(answer), await embeddedModel());
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const heldBytes = (): number => {
      collectGarbage();
      return process.memoryUsage().arrayBuffers;
    };
    const before = heldBytes();
    for (let i = 0; i < 40; i++) await thread.run(picture(), DIMENSIONS);
    // Forty answers of 4 MiB.
    expect(heldBytes() - before).toBeLessThan(40 * MEGABYTE);
    await thread.release();
  });
});
