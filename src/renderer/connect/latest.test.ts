import { describe, expect, it } from 'vitest';
import { latest } from './latest';

describe('latest', () => {
  it('gives those who wait the first value, later callers the newest', async () => {
    const value = latest<number>();
    const early = value.get();
    value.set(1);
    value.set(2);
    expect(await early).toBe(1);
    expect(await value.get()).toBe(2);
  });

  it('has callers wait again once it is withdrawn', async () => {
    const value = latest<number>();
    value.set(1);
    value.clear();
    const next = value.get();
    value.set(3);
    expect(await next).toBe(3);
  });
});
