import { stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../../test/fixtures/temp-folder';
import { placesKey } from './places-key';

const folder = tempFolder();

describe('placesKey', () => {
  it('is another in each folder, and the same at each start', async () => {
    const [here, there] = [path.join(folder, 'here'), path.join(folder, 'there')];
    const key = await placesKey(here);
    expect(key).toHaveLength(32);
    expect(await placesKey(here)).toEqual(key);
    expect(await placesKey(there)).not.toEqual(key);
    if (process.platform !== 'win32') expect((await stat(path.join(here, 'places.key'))).mode & 0o077).toBe(0);
  });

  it('is made anew where the file was cut short', async () => {
    await writeFile(path.join(folder, 'places.key'), 'short');
    const key = await placesKey(folder);
    expect(key).toHaveLength(32);
    expect(await placesKey(folder)).toEqual(key);
  });

  it('is there even where nothing can be written', async () => {
    const file = path.join(folder, 'a-file');
    await writeFile(file, '');
    expect(await placesKey(path.join(file, 'below'))).toHaveLength(32);
  });
});
