import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { linksOf, readLinks } from './links';

const licence = 'https://www.apache.org/licenses/LICENSE-2.0';

describe('linksOf', () => {
  it('leads where package.json says', () => {
    const repository = { type: 'git', url: 'git+https://example.com/someone/fathom.git' };
    const bugs = { url: 'https://example.com/someone/fathom/issues' };
    expect(linksOf({ repository, bugs })).toEqual({
      home: 'https://example.com/someone/fathom',
      issues: bugs.url,
      licence,
    });
    expect(linksOf({ repository, homepage: 'https://fathom.example/' }).home).toBe('https://fathom.example/');
  });

  it.each([
    {},
    { homepage: 'javascript:alert(1)', bugs: 'file:///etc/passwd', repository: 'someone/fathom' },
    { homepage: 7, bugs: [], repository: { url: 'git@example.com:someone/fathom.git' } },
    { homepage: 'http://example.com/' },
  ])('states no address that is none: %j', (manifest) => {
    expect(linksOf(manifest)).toEqual({ licence });
  });
});

it('knows the licence where there is no package.json', () => {
  expect(readLinks(path.join(import.meta.dirname, 'absent.json'))).toEqual({ licence });
});
