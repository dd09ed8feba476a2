import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashFiles } from '../../scripts/setup/build.mjs';
import { missingPackages } from '../../scripts/setup/dependencies.mjs';
import { isNodeSupported } from '../../scripts/setup/node-version.mjs';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'fathom-set-up-'))));
afterEach(() => rmSync(folder, { recursive: true }));

describe('isNodeSupported', () => {
  it.each(['20.19.0', '20.20.2', '22.13.0', '23.0.0', '24.15.1', '26.0.0'])('takes %s', (version) => {
    expect(isNodeSupported(version)).toBe(true);
  });

  it.each(['18.20.8', '20.18.3', '21.7.3', '22.12.0'])('refuses %s', (version) => {
    expect(isNodeSupported(version)).toBe(false);
  });
});

describe('missingPackages', () => {
  const sharp = { version: '0.35.5', integrity: 'sha512-a' };
  const wanted = { packages: { '': { version: '0.1.0' }, 'node_modules/sharp': sharp } };

  it('is empty when the very versions are installed, whatever else is', () => {
    const installed = { packages: { 'node_modules/sharp': sharp, 'node_modules/other': { version: '1.0.0' } } };
    expect(missingPackages(wanted, installed)).toEqual([]);
  });

  it('names what is absent, of another version, or of other bytes', () => {
    const folders = ['node_modules/sharp'];
    expect(missingPackages(wanted, { packages: {} })).toEqual(folders);
    expect(missingPackages(wanted, { packages: { 'node_modules/sharp': { ...sharp, version: '0.35.4' } } })).toEqual(
      folders,
    );
    expect(missingPackages(wanted, { packages: { 'node_modules/sharp': { ...sharp, integrity: 'b' } } })).toEqual(
      folders,
    );
  });

  it('does without the binaries of other systems', () => {
    const optional = { packages: { 'node_modules/@img/sharp-win32-x64': { ...sharp, optional: true } } };
    expect(missingPackages(optional, { packages: {} })).toEqual([]);
  });
});

describe('hashFiles', () => {
  const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);

  it('is the same for the same names and contents, and another when either changes', () => {
    write('a.ts', 'one');
    write('b.ts', 'two');
    const before = hashFiles(folder, ['a.ts', 'b.ts']);
    write('a.ts', 'one');
    expect(hashFiles(folder, ['a.ts', 'b.ts'])).toBe(before);
    write('c.ts', 'two');
    expect(hashFiles(folder, ['a.ts', 'c.ts'])).not.toBe(before);
    write('b.ts', 'Two');
    expect(hashFiles(folder, ['a.ts', 'b.ts'])).not.toBe(before);
  });
});

describe('oneAtATime', () => {
  const lockModule = pathToFileURL(path.resolve(import.meta.dirname, '../../scripts/setup/one-at-a-time.mjs')).href;

  /** A process that writes its name when it enters and when it leaves the locked work. */
  function start(name: string) {
    const lock = JSON.stringify(path.join(folder, 'lock'));
    const log = JSON.stringify(path.join(folder, 'log'));
    const code = `
      import { appendFileSync } from 'node:fs';
      import { setTimeout as wait } from 'node:timers/promises';
      import { oneAtATime } from '${lockModule}';
      await oneAtATime(${lock}, async () => {
        appendFileSync(${log}, '${name} enters\\n');
        await wait(100);
        appendFileSync(${log}, '${name} leaves\\n');
      });`;
    return once(spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'ignore' }), 'exit');
  }

  it('never lets two processes work at the same time', async () => {
    await Promise.all(['a', 'b', 'c'].map(start));
    const lines = readFileSync(path.join(folder, 'log'), 'utf8').trim().split('\n');
    expect(lines).toHaveLength(6);
    for (let i = 0; i < lines.length; i += 2) {
      expect(lines[i + 1]).toBe(lines[i]!.replace('enters', 'leaves'));
    }
  });

  it('takes over the lock of a process that died', async () => {
    const dead = spawn(process.execPath, ['-e', '']);
    await once(dead, 'exit');
    writeFileSync(path.join(folder, 'lock'), String(dead.pid));
    expect(await start('a')).toEqual([0, null]);
  });
});
