import { expect, it } from 'vitest';
import { RateMeter } from './rate-meter';

it('has no rate before the first byte, and then the first one measured', () => {
  const meter = new RateMeter(0);
  expect(meter.sample(0, 500)).toBeUndefined();
  expect(meter.sample(2_000, 1_000)).toBe(4_000);
});

it('follows a change by 63 % in three seconds, in however many samples', () => {
  const once = new RateMeter(0);
  const often = new RateMeter(0);
  for (const meter of [once, often]) meter.sample(1_000, 1_000);
  for (let i = 1; i < 10; i++) often.sample(600, 1_000 + i * 300);
  const expected = 1_000 + (1 - 1 / Math.E) * 1_000;
  expect(once.sample(6_000, 4_000)).toBeCloseTo(expected, 6);
  expect(often.sample(600, 4_000)).toBeCloseTo(expected, 6);
});

it('falls while nothing arrives', () => {
  const meter = new RateMeter(0);
  meter.sample(1_000, 1_000);
  expect(meter.sample(0, 4_000)).toBeCloseTo(1_000 / Math.E, 6);
});

it('keeps its rate where no time has passed', () => {
  const meter = new RateMeter(0);
  expect(meter.sample(5, 0)).toBeUndefined();
  meter.sample(1_000, 1_000);
  expect(meter.sample(0, 1_000)).toBe(1_000);
});
