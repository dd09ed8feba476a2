import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { tempFolder } from '../../../test/fixtures/temp-folder';
import { findDevices, processor, unseenBy } from './find-devices';
import { runTool } from './run-tool';

const folder = tempFolder();
const usualPath = process.env['PATH'];
afterEach(() => {
  process.env['PATH'] = usualPath;
});

async function tool(name: string, script: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, name);
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  return file;
}

describe('findDevices', () => {
  it('always finds the processor, last, and never fails', async () => {
    const devices = await findDevices(['cpu', 'webgpu']);
    expect(devices.at(-1)).toEqual(processor());
    expect(devices.at(-1)).toMatchObject({ architecture: 'CPU', providers: ['cpu'] });
  });
});

describe('unseenBy', () => {
  const card = (vendor: 'nvidia' | 'intel' | 'software', name: string) => ({ vendor, name });

  it('adds what the host alone sees, and no second name of a known card', () => {
    const told = [card('nvidia', 'nvidia 2204'), card('intel', 'intel 46a6'), card('software', 'SwiftShader')];
    expect(unseenBy([card('nvidia', 'NVIDIA GeForce RTX 3090')], told)).toEqual([card('intel', 'intel 46a6')]);
    expect(unseenBy([], told)).toEqual(told.slice(0, 2));
  });
});

describe('runTool', () => {
  it('answers nothing for a tool that is not there, or fails', async () => {
    expect(await runTool('fathom-has-no-such-tool', [])).toBeUndefined();
    expect(await runTool(await tool('fails', 'echo half an answer; exit 3'), [])).toBeUndefined();
  });

  it('ends a tool that hangs', async () => {
    expect(await runTool(await tool('hangs', 'exec sleep 1000'), [])).toBeUndefined();
  });

  it('gives what a tool prints', async () => {
    expect(await runTool(await tool('prints', 'echo "$1"'), ['card'])).toBe('card\n');
  });
});
