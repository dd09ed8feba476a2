import { expect, test } from 'vitest';
import { PointBudget } from './point-budget';

const TEN_MILLION = 10_000_000;

function budgetOf(total: number): PointBudget {
  const budget = new PointBudget();
  budget.begin(total);
  return budget;
}

test('few points are drawn at once', () => {
  const budget = budgetOf(300_000);
  expect(budget.atRest()).toBe(300_000);
  expect(budget.atRest()).toBe(300_000);
});

test('many points come step by step, and stay', () => {
  const budget = budgetOf(TEN_MILLION);
  const steps = Array.from({ length: 5 }, () => budget.atRest());
  expect(steps).toEqual([250_000, 1_000_000, 4_000_000, TEN_MILLION, TEN_MILLION]);
});

/** A renderer that takes as long for a frame as there are points in it. */
function settled(budget: PointBudget, pointsPerSecond: number): number {
  let points = budget.whileMoving(undefined);
  for (let frame = 0; frame < 100; frame++) points = budget.whileMoving(Math.max(1 / 60, points / pointsPerSecond));
  return points;
}

test.each([10e6, 30e6, 100e6])('frames in motion settle at what %d points a second allow', (pointsPerSecond) => {
  const seconds = settled(budgetOf(TEN_MILLION), pointsPerSecond) / pointsPerSecond;
  expect(seconds).toBeGreaterThan(0.0167);
  expect(seconds).toBeLessThan(0.034);
});

test('a quick renderer draws all points, a very slow one still some', () => {
  expect(settled(budgetOf(TEN_MILLION), 1e10)).toBe(TEN_MILLION);
  expect(settled(budgetOf(TEN_MILLION), 1e5)).toBe(50_000);
});

test('after motion the rest begins with what motion drew', () => {
  const budget = budgetOf(TEN_MILLION);
  const moving = settled(budget, 30e6);
  expect(budget.atRest()).toBe(moving);
  expect(budget.atRest()).toBeGreaterThan(moving);
});
