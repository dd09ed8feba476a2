import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressesInArguments, readAddress } from './opened-address';

let folder: string;
let photo: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'fathom-address-'));
  photo = path.join(folder, 'a photo & more.JPG');
  writeFileSync(photo, '');
  writeFileSync(path.join(folder, 'run.sh'), '');
  mkdirSync(path.join(folder, 'inner'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const addressOf = (...paths: string[]): string =>
  `fathom://open?${paths.map((where) => `path=${encodeURIComponent(where)}`).join('&')}`;

describe('readAddress', () => {
  it('finds photos and folders that are there', () => {
    expect(readAddress(addressOf(photo))).toEqual({ kind: 'paths', paths: [photo] });
    expect(readAddress(addressOf(photo, folder))).toEqual({ kind: 'paths', paths: [photo, folder] });
    // As Windows hands it over.
    expect(readAddress(`fathom://open/?path=${encodeURIComponent(folder)}`)).toEqual({
      kind: 'paths',
      paths: [folder],
    });
  });

  it.each([
    ['another scheme', 'file:///etc/passwd'],
    ['another call', 'fathom://run?path=/bin/sh'],
    ['a path in the wrong place', 'fathom:///etc/passwd'],
    ['more of a path', 'fathom://open/etc?path=/etc'],
    ['nothing asked for', 'fathom://open'],
    ['something else asked for', 'fathom://open?file=/etc'],
    ['something asked for beside it', 'fathom://open?path=/etc&run=/bin/sh'],
    ['an option', 'fathom://open?path=--inspect'],
    ['a relative path', 'fathom://open?path=etc'],
    ['a detour', `fathom://open?path=${encodeURIComponent('/tmp/../etc')}`],
    ['a network share', `fathom://open?path=${encodeURIComponent('\\\\evil.example\\share')}`],
    ['a network share of slashes', 'fathom://open?path=//evil.example/share'],
    ['a file address', 'fathom://open?path=file:///etc'],
    ['a web address', 'fathom://open?path=https://example.com/a.jpg'],
    ['a NUL', 'fathom://open?path=/etc%00.jpg'],
    ['a password', 'fathom://me:secret@open?path=/etc'],
    ['a port', 'fathom://open:80?path=/etc'],
    ['a fragment', 'fathom://open?path=/etc#x'],
    ['too many paths', `fathom://open?${'path=/etc&'.repeat(101)}`],
    ['no address at all', 'fathom'],
  ])('does not understand %s', (_, address) => {
    expect(readAddress(address)).toEqual({ kind: 'refused', fault: 'notUnderstood' });
  });

  it('refuses what is not there, and what is neither photo nor folder, with all that is named beside it', () => {
    expect(readAddress(addressOf(photo, path.join(folder, 'absent.jpg')))).toEqual({
      kind: 'refused',
      fault: 'notThere',
    });
    expect(readAddress(addressOf(photo, path.join(folder, 'run.sh')))).toEqual({ kind: 'refused', fault: 'noPhoto' });
    if (process.platform !== 'win32') {
      expect(readAddress(addressOf('/dev/null'))).toEqual({ kind: 'refused', fault: 'noPhoto' });
    }
  });
});

it('finds the addresses of a command line', () => {
  const argv = ['fathom', '--flag', 'a.jpg', 'fathom://open?path=/a', 'FATHOM://open?path=/b'];
  expect(addressesInArguments(argv)).toEqual(['fathom://open?path=/a', 'FATHOM://open?path=/b']);
});
