import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { tempFolder } from '../../../test/fixtures/temp-folder';
import { BoundedCache } from './bounded-cache';

const root = tempFolder();
let folder: string;
let count = 0;

beforeEach(() => {
  folder = path.join(root, String(count++));
});

const bytes = (length: number): Buffer => Buffer.alloc(length, 7);

describe('BoundedCache', () => {
  it('gives back the pieces of an entry as one, and says which entries there are', async () => {
    const cache = new BoundedCache(folder, '.x', 1000);
    await cache.write('a', [Buffer.from('one '), Buffer.from('two')]);
    expect((await cache.read('a'))?.toString()).toBe('one two');
    expect([await cache.has('a'), await cache.has('b')]).toEqual([true, false]);
    expect(await cache.read('b')).toBeUndefined();
  });

  it('has an entry as soon as its writing has begun', async () => {
    const cache = new BoundedCache(folder, '.x', 1000);
    const writing = cache.write('a', [Buffer.from('one')]);
    expect(await cache.has('a')).toBe(true);
    const writingAgain = cache.write('a', [Buffer.from('two')]);
    expect((await cache.read('a'))?.toString()).toBe('two');
    await Promise.all([writing, writingAgain]);
  });

  it('lets the longest unused go once it is over its limit', async () => {
    const cache = new BoundedCache(folder, '.x', 1000);
    await cache.write('old', [bytes(400)]);
    await cache.write('older', [bytes(400)]);
    await utimes(path.join(folder, 'older.x'), 1, 1);
    await cache.write('new', [bytes(400)]);
    expect((await readdir(folder)).sort()).toEqual(['new.x', 'old.x']);
    expect(await cache.usageBytes()).toBe(800);
  });

  it('leaves alone what is none of its own', async () => {
    await mkdir(folder);
    await writeFile(path.join(folder, 'other.y'), bytes(5000));
    const cache = new BoundedCache(folder, '.x', 1000);
    await cache.write('a', [bytes(100)]);
    await cache.clear();
    expect(await readdir(folder)).toEqual(['other.y']);
    expect(await cache.usageBytes()).toBe(0);
  });

  it('does without where its folder cannot be made', async () => {
    await writeFile(folder, 'a file in its place');
    const cache = new BoundedCache(folder, '.x', 1000);
    await cache.write('a', [bytes(10)]);
    expect(await cache.read('a')).toBeUndefined();
    expect(await cache.usageBytes()).toBe(0);
  });
});
