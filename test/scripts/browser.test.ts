import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from '../../scripts/setup/browser.mjs';
import { tempFolder } from '../fixtures/temp-folder';

const folder = tempFolder();
const bin = path.join(folder, 'bin');
const later = path.join(folder, 'later');
const program = (where: string, name: string): string => path.join(where, name);

beforeAll(() => {
  for (const where of [bin, later, program(bin, 'chromium')]) mkdirSync(where);
  for (const file of [program(bin, 'google-chrome'), program(later, 'chromium-browser')]) {
    writeFileSync(file, '#!/bin/sh\n');
    chmodSync(file, 0o755);
  }
  writeFileSync(program(folder, 'text'), 'no program', { mode: 0o644 });
});

describe.skipIf(process.platform === 'win32')('findChromium', () => {
  it('takes the one that FATHOM_CHROMIUM names, and no other where that is none', () => {
    const environment = (named: string) => ({ FATHOM_CHROMIUM: named, PATH: bin });
    expect(findChromium(environment(program(later, 'chromium-browser')))).toBe(program(later, 'chromium-browser'));
    expect(findChromium(environment(program(folder, 'text')))).toBeUndefined();
    expect(findChromium(environment(program(folder, 'nothing')))).toBeUndefined();
  });

  it('looks along the path for the freer browser first, and takes no folder for a program', () => {
    expect(findChromium({ PATH: [bin, later].join(path.delimiter) })).toBe(program(later, 'chromium-browser'));
    expect(findChromium({ PATH: bin })).toBe(program(bin, 'google-chrome'));
    expect(findChromium({ PATH: folder })).toBeUndefined();
    expect(findChromium({})).toBeUndefined();
  });
});
