import { readFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../../../test/fixtures/temp-folder';
import { addPicture, harmlessName } from './added-pictures';

const folder = tempFolder();

describe('addPicture', () => {
  it('keeps the same bytes once, and others of the same name beside them', async () => {
    const first = await addPicture(folder, 'a.png', Uint8Array.of(1));
    expect(await addPicture(folder, 'a.png', Uint8Array.of(1))).toBe(first);
    const second = await addPicture(folder, 'a.png', Uint8Array.of(2));
    expect([path.basename(second), [...(await readFile(second))]]).toEqual(['a.png', [2]]);
  });

  it('never leaves its folder, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const harmless = harmlessName(name);
        const file = path.join('/data/pictures', harmless);
        expect(harmless.length).toBeGreaterThan(0);
        expect(path.dirname(file)).toBe('/data/pictures');
      }),
    );
    expect(['../../etc/passwd', 'C:\\x\\y.jpg', '..', '', 'ok.jpg'].map(harmlessName)).toEqual([
      'passwd',
      'y.jpg',
      'picture',
      'picture',
      'ok.jpg',
    ]);
  });
});
