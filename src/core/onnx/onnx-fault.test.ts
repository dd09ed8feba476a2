import { describe, expect, it } from 'vitest';
import { faultAsValue, quoted, refuse, shortList } from './onnx-fault';

describe('faultAsValue', () => {
  it('gives the result, or the fault', () => {
    expect(faultAsValue(() => 7)).toBe(7);
    expect(faultAsValue(() => refuse('Cyclic', 'Round and round.'))).toEqual({
      kind: 'fault',
      code: 'Cyclic',
      message: 'Round and round.',
    });
  });

  it('lets any other exception pass', () => {
    expect(() =>
      faultAsValue(() => {
        throw new TypeError('a fault of ours');
      }),
    ).toThrow(TypeError);
  });
});

describe('quoted', () => {
  it('keeps names short and on one line', () => {
    expect(quoted('depth')).toBe('"depth"');
    expect(quoted('a\n\u001b[2J')).toBe('"a\\n\\u001b[2J"');
    expect(quoted('x'.repeat(1000))).toBe(`"${'x'.repeat(80)}…"`);
  });
});

describe('shortList', () => {
  it('lists up to five', () => {
    expect(shortList(['a'])).toBe('a');
    expect(shortList(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c, d, e');
    expect(shortList(['a', 'b', 'c', 'd', 'e', 'f', 'g'])).toBe('a, b, c, d, e and 2 more');
  });
});
