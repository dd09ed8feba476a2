import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { tempFolder } from '../../test/fixtures/temp-folder';
import { JsonFile } from './json-file';

const root = tempFolder();
const schema = z.object({ colour: z.string(), size: z.number().default(3) });
let file: string;
let count = 0;

beforeEach(() => {
  file = path.join(root, String(count++), 'things.json');
});

const others = async (): Promise<string[]> =>
  (await readdir(path.dirname(file))).filter((name) => name !== 'things.json');

describe('JsonFile', () => {
  it('reads what it wrote, with the defaults of fields that came later', async () => {
    expect(await new JsonFile(file, schema).read()).toEqual({ kind: 'missing' });
    await new JsonFile(file, z.object({ colour: z.string() })).write({ colour: 'red' });
    expect(await new JsonFile(file, schema).read()).toEqual({ kind: 'read', value: { colour: 'red', size: 3 } });
  });

  it('keeps the last of many values, and nothing beside it', async () => {
    const store = new JsonFile(file, schema);
    await Promise.all(['red', 'green', 'blue'].map((colour) => store.write({ colour })));
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ version: 1, content: { colour: 'blue' } });
    expect(await others()).toEqual([]);
  });

  it('brings an older version up to date, step by step', async () => {
    await new JsonFile(file, z.object({ hue: z.string() })).write({ hue: 'red' });
    const renamed = (content: unknown) => ({ colour: (content as { hue: string }).hue });
    const doubled = (content: unknown) => ({ ...(content as object), size: 6 });
    const now = new JsonFile(file, schema, [renamed, doubled]);
    expect(await now.read()).toEqual({ kind: 'read', value: { colour: 'red', size: 6 } });
    await now.write({ colour: 'blue' });
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ version: 3 });
  });

  it.each([
    ['cut short', '{"version": 1, "content": {"colour"'],
    ['of another shape', '{"version": 1, "content": {"colour": 5}}'],
    ['of a later version', '{"version": 2, "content": {"colour": "red"}}'],
    ['none of ours', '[]'],
  ])('keeps a file aside that is %s, and starts anew', async (_, text) => {
    const store = new JsonFile(file, schema);
    await store.write({ colour: 'red' });
    await writeFile(file, text);
    const found = await store.read();
    expect(found.kind).toBe('broken');
    const [kept] = await others();
    expect(await readFile(path.join(path.dirname(file), kept!), 'utf8')).toBe(text);
    expect(await store.read()).toEqual({ kind: 'missing' });
  });
});
