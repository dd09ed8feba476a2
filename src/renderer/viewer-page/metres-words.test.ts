import { describe, expect, it } from 'vitest';
import { metresWords, tickWords } from './metres-words';

describe('metres in words', () => {
  it.each([
    [1.23456, '1.235'],
    [12.3456, '12.35'],
    [123.456, '123.5'],
    [Infinity, '∞'],
  ])('%s is read out as %s', (metres, words) => {
    expect(metresWords(metres)).toBe(words);
  });
  it('writes ticks without idle zeros', () => {
    expect([tickWords(0.5), tickWords(20), tickWords(1.5)]).toEqual(['0.5', '20', '1.5']);
  });
});
