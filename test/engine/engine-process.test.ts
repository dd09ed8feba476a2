import { execFile } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DepthResult } from '../../src/contract/estimate';
import { startEngineProcess, type EngineProcess } from '../../src/engine/child-process';
import { startInProcessEngine } from '../../src/engine/in-process';
import { builtEngine, engineConfig } from '../fixtures/engines';
import { placeCodedPicture, sharpOf } from '../fixtures/pictures';
import { tempFolder } from '../fixtures/temp-folder';

const folder = tempFolder();
const photo = path.join(folder, 'photo.png');
let engine: EngineProcess;

beforeAll(() => sharpOf(placeCodedPicture()).png().toFile(photo));
afterEach(async () => {
  engine.stop();
  await engine.ended;
});

describe('an engine process', () => {
  it('answers the very depth that an engine in this process does', async () => {
    engine = startEngineProcess(builtEngine, engineConfig());
    const local = startInProcessEngine(engineConfig());
    const [there, here] = await Promise.all([
      engine.client.depth({ path: photo }),
      local.client.depth({ path: photo }),
    ]);
    await local.stop();
    expect(bytesOf(there.depthMetres).equals(bytesOf(here.depthMetres))).toBe(true);
    expect(bytesOf(there.mask).equals(bytesOf(here.mask))).toBe(true);
    expect(bytesOf(there.normals!).equals(bytesOf(here.normals!))).toBe(true);
    expect(bytesOf(there.confidence!).equals(bytesOf(here.confidence!))).toBe(true);
    expect(wordsOf(there)).toEqual(wordsOf(here));
  });

  it('answers EngineGone to the calls under way and to new ones when it is killed', async () => {
    engine = startEngineProcess(builtEngine, engineConfig());
    await engine.client.models();
    const underWay = engine.client.depth({ path: photo });
    process.kill(engine.pid!, 'SIGKILL');
    await expect(underWay).rejects.toMatchObject({
      code: 'EngineGone',
      defined: true,
      data: { remedy: expect.any(String) as string },
    });
    expect(await engine.ended).toBe('SIGKILL');
    await expect(engine.client.models()).rejects.toMatchObject({ code: 'EngineGone' });
  });

  it('ends the events of a batch with EngineGone when it is killed', async () => {
    engine = startEngineProcess(builtEngine, engineConfig());
    const events = await engine.client.convert({ inputs: [photo], outputFolder: path.join(folder, 'out') });
    const all = (async () => {
      for await (const event of events) {
        if (event.event === 'progress' && event.stage === 'warmUp') process.kill(engine.pid!, 'SIGKILL');
      }
    })();
    await expect(all).rejects.toMatchObject({ code: 'EngineGone' });
  });

  it('gives way to the window it works for', async () => {
    engine = startEngineProcess(builtEngine, engineConfig());
    await engine.client.cacheUsage();
    expect(os.getPriority(engine.pid)).toBe(os.constants.priority.PRIORITY_BELOW_NORMAL);
  });

  it('does not outlive its parent', async () => {
    const parent = `
      const child = require('node:child_process').fork(${JSON.stringify(builtEngine)},
        ['--config', ${JSON.stringify(JSON.stringify(engineConfig()))}], { serialization: 'advanced', stdio: 'ignore' });
      child.once('spawn', () => { console.log(child.pid); process.kill(process.pid, 'SIGKILL'); });`;
    const failure = (await promisify(execFile)(process.execPath, ['-e', parent]).catch((error: unknown) => error)) as {
      signal: string;
      stdout: string;
    };
    expect(failure.signal).toBe('SIGKILL');
    const pid = Number(failure.stdout);
    expect(pid).toBeGreaterThan(0);
    await expect.poll(() => isAlive(pid)).toBe(false);
  });
});

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array | Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

/** All but the arrays and the times. */
function wordsOf({ depthMetres, mask, normals, confidence, ms, ...words }: DepthResult): object {
  return {
    ...words,
    pixels: [depthMetres.length, mask.length, normals?.length, confidence?.length],
    stages: Object.keys(ms),
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
