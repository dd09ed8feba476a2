import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readWindowMemory, writeWindowMemory } from './window-memory';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'fathom-window-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const memory = { bounds: { x: -5, y: 10, width: 900, height: 600 }, isMaximised: true };

it('remembers, in a folder that need not be there yet, and leaves no other file', () => {
  const file = path.join(folder, 'new/window.json');
  writeWindowMemory(file, memory);
  expect(readWindowMemory(file)).toEqual(memory);
  expect(readdirSync(path.dirname(file))).toEqual(['window.json']);
});

it.each(['', '{', '{}', '{"bounds":{"x":0,"y":0,"width":0,"height":1},"isMaximised":false}'])(
  'forgets what it cannot read: %s',
  (content) => {
    const file = path.join(folder, 'window.json');
    writeFileSync(file, content);
    expect(readWindowMemory(file)).toBeUndefined();
  },
);

it('remembers nothing at first', () => {
  expect(readWindowMemory(path.join(folder, 'absent.json'))).toBeUndefined();
});
