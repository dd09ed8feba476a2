import { describe, expect, it } from 'vitest';
import { SpareTensors } from './spare-tensors';

describe('SpareTensors', () => {
  it('gives a tensor again that was given back, once, and only for its length', () => {
    const spares = new SpareTensors();
    const used = spares.take(6);
    spares.give(used);
    expect(spares.take(3)).not.toBe(used);
    expect(spares.take(6)).toBe(used);
    expect(spares.take(6)).not.toBe(used);
  });

  it('keeps the latest few', () => {
    const spares = new SpareTensors();
    const used = [1, 2, 3, 4].map((length) => new Float32Array(length));
    for (const tensor of used) spares.give(tensor);
    expect(spares.take(1)).not.toBe(used[0]);
    expect(used.slice(1).map((tensor) => spares.take(tensor.length) === tensor)).toEqual([true, true, true]);
  });
});
