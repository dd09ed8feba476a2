import { describe, expect, it } from 'vitest';
import { findCameraFamily, names } from './camera-family';

const families = [
  { makes: ['Acme', 'Nadir'], models: ['*'], name: 'any Acme' },
  { makes: ['Acme'], models: ['R5*', 'T-1'], name: 'R5 range' },
  { makes: ['Acme'], models: ['R50*'], name: 'R50 range' },
  { makes: ['Acme'], models: ['R500 Pro'], name: 'R500 Pro' },
];

function familyName(make: string | undefined, model: string | undefined): string | undefined {
  const camera = { ...(make === undefined ? {} : { make }), ...(model === undefined ? {} : { model }) };
  return findCameraFamily(families, camera)?.name;
}

describe('findCameraFamily', () => {
  it('prefers a longer prefix to a shorter one, and the model in full to both', () => {
    expect(familyName('Acme', 'R5 Mark II')).toBe('R5 range');
    expect(familyName('Acme', 'R50 V')).toBe('R50 range');
    expect(familyName('Acme', 'R500 Pro')).toBe('R500 Pro');
    expect(familyName('Acme', 'Z9')).toBe('any Acme');
  });

  it('does not read a full name as a prefix', () => {
    expect(familyName('Acme', 'T-1')).toBe('R5 range');
    expect(familyName('Acme', 'T-10')).toBe('any Acme');
  });

  it('overlooks case, padding, punctuation, company names and a repeated maker', () => {
    expect(familyName('ACME IMAGING CORP.  ', 'r5            ')).toBe('R5 range');
    expect(familyName('Acme', 'ACME R-50')).toBe('R50 range');
  });

  it('finds a brand under its later owner', () => {
    expect(familyName('NADIR CO., LTD.', 'Acme Q')).toBe('any Acme');
  });

  it('finds a missing maker in the model', () => {
    expect(familyName(undefined, 'Acme R500 Pro')).toBe('R500 Pro');
    expect(familyName('  ', 'Acme R5')).toBe('R5 range');
  });

  it('knows no camera that names nothing, or another maker', () => {
    expect(familyName(undefined, undefined)).toBeUndefined();
    expect(familyName('', '')).toBeUndefined();
    expect(familyName('Other', 'R5')).toBeUndefined();
  });
});

describe('names', () => {
  it('splits at commas and keeps blanks inside a name', () => {
    expect(names('\n  EOS 5D*, D3,\n  K-m\n')).toEqual(['EOS 5D*', 'D3', 'K-m']);
  });
});
