import { describe, expect, it } from 'vitest';
import type { ModelFile } from './descriptor';
import { offerOf, totalBytes } from './model-offer';

const known: ModelFile = { name: 'a.onnx', bytes: 3, sha256: '0'.repeat(64), urls: ['https://example.org/a.onnx'] };

describe('offerOf', () => {
  it('offers a download of files that are known to the last bit', () => {
    expect(offerOf({ files: [known, known] })).toBe('pull');
  });

  it.each([{ bytes: undefined }, { sha256: undefined }, { urls: [] }])(
    'offers import alone of a file with %o',
    (lack) => {
      expect(offerOf({ files: [known, { ...known, ...lack }] })).toBe('import');
    },
  );
});

describe('totalBytes', () => {
  it('adds up what is known, exactly or not', () => {
    expect(totalBytes({ files: [known, { name: 'b', approximateBytes: 40, urls: [] }] })).toBe(43);
  });

  it('says nothing where a size is not told', () => {
    expect(totalBytes({ files: [known, { name: 'b', urls: [] }] })).toBeUndefined();
  });
});
