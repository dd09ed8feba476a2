import fc from 'fast-check';
import { expect, test } from 'vitest';
import { frameCount, gifDelay, turnAt, type TurntablePath } from './turntable-path';

const frames = (path: TurntablePath, count: number) => Array.from({ length: count }, (_, i) => turnAt(path, i, count));

test('as many frames as fit the time', () => {
  expect(frameCount(4, 30)).toBe(120);
  expect(frameCount(2.5, 24)).toBe(60);
  expect(frameCount(0.01, 12)).toBe(1);
});

test('a turn goes all the way round in equal steps, and the last step leads to the first frame', () => {
  const turn = frames({ kind: 'turn' }, 8);
  turn.forEach((radians, i) => expect(radians).toBeCloseTo((i * Math.PI) / 4, 12));
});

test('a swing goes half its angle to the right, then to the left, and is back', () => {
  const swing = frames({ kind: 'swing', degrees: 40 }, 8).map((radians) => (radians * 180) / Math.PI);
  const half = 20 * Math.SQRT1_2;
  [0, half, 20, half, 0, -half, -20, -half].forEach((degrees, i) => expect(swing[i]).toBeCloseTo(degrees, 9));
});

test('a swing never jumps, not even from its last frame to its first', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 300 }), fc.integer({ min: 5, max: 180 }), (count, degrees) => {
      const swing = frames({ kind: 'swing', degrees }, count);
      const greatest = ((degrees * Math.PI) / 360) * ((2 * Math.PI) / count);
      swing.forEach((radians, i) => {
        expect(Math.abs(swing[(i + 1) % count]! - radians)).toBeLessThanOrEqual(greatest * (1 + 1e-9));
      });
    }),
  );
});

test('the frames of a GIF come when those of a video would, to half a hundredth of a second', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 400 }), (framesPerSecond, count) => {
      let hundredths = 0;
      for (let frame = 0; frame < count; frame++) hundredths += gifDelay(frame, framesPerSecond);
      expect(Math.abs(hundredths - (100 * count) / framesPerSecond)).toBeLessThanOrEqual(0.5);
    }),
  );
  expect([0, 1, 2, 3, 4, 5].map((frame) => gifDelay(frame, 24))).toEqual([4, 4, 5, 4, 4, 4]);
});
