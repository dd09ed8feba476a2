import { describe, expect, it } from 'vitest';
import { formatDigits, parsePositive, parseSigned } from './number-text';

describe('parsePositive', () => {
  it.each([
    ['26', 26],
    [' 4,25 ', 4.25],
    ['.5', 0.5],
    ['3.', 3],
    ['0', undefined],
    ['-1', undefined],
    ['1e3', undefined],
    ['', undefined],
    ['1.2.3', undefined],
    ['mm', undefined],
  ])('%j is %s', (text, expected) => {
    expect(parsePositive(text)).toBe(expected);
  });
});

describe('parseSigned', () => {
  it.each([
    ['1.5', 1.5],
    ['+2', 2],
    ['-1,25', -1.25],
    ['−3', -3],
    ['0', 0],
    ['-0.0', 0],
    ['', undefined],
    ['-', undefined],
    ['.', undefined],
    ['--1', undefined],
    ['1-2', undefined],
  ])('%j is %s', (text, expected) => {
    expect(parseSigned(text)).toBe(expected);
  });
});

describe('formatDigits', () => {
  it('drops idle zeros', () => {
    expect([formatDigits(26.04, 1), formatDigits(3.14159, 2), formatDigits(1200, 1)]).toEqual(['26', '3.14', '1200']);
  });
});
