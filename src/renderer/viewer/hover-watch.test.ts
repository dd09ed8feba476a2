import { expect, test } from 'vitest';
import { HoverWatch, type PagePlace } from './hover-watch';
import type { PickedPoint } from './view-scene';

/** A canvas that only tells events, and picks that are through when the test says so. */
function watched() {
  const canvas = new EventTarget() as HTMLCanvasElement;
  const picks: { place: PagePlace; found: (point: PickedPoint | undefined) => void }[] = [];
  const told: (PickedPoint | undefined)[] = [];
  const watch = new HoverWatch(
    canvas,
    (place) => new Promise((found) => picks.push({ place, found })),
    (point) => told.push(point),
  );
  const move = (clientX: number, buttons = 0) =>
    canvas.dispatchEvent(Object.assign(new Event('pointermove'), { clientX, clientY: 0, buttons }));
  const leave = () => canvas.dispatchEvent(new Event('pointerleave'));
  return { watch, picks, told, move, leave };
}

const point = (column: number): PickedPoint => ({ column, row: 0, depthMetres: 1, position: [0, 0, 1] });
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('one pick at a time; then the last place, not those between', async () => {
  const { picks, told, move } = watched();
  for (const x of [1, 2, 3]) move(x);
  expect(picks.map(({ place }) => place.clientX)).toEqual([1]);
  picks[0]!.found(point(1));
  await settled();
  expect(picks.map(({ place }) => place.clientX)).toEqual([1, 3]);
  picks[1]!.found(point(3));
  await settled();
  expect(told).toEqual([point(1), point(3)]);
});

test('a pointer that left has nothing under it, whatever the pick finds', async () => {
  const { picks, told, move, leave } = watched();
  move(1);
  picks[0]!.found(point(1));
  await settled();
  move(2);
  leave();
  picks[1]!.found(point(2));
  await settled();
  expect(told).toEqual([point(1), undefined]);
});

test('the same point is told once, and none while a button is pressed', async () => {
  const { picks, told, move } = watched();
  for (const x of [1, 2]) {
    move(x);
    picks.at(-1)!.found(point(7));
    await settled();
  }
  move(3, 1);
  await settled();
  expect(picks.length).toBe(2);
  expect(told).toEqual([point(7), undefined]);
});

test('nothing is told after its end', async () => {
  const { watch, picks, told, move } = watched();
  move(1);
  watch.dispose();
  picks[0]!.found(point(1));
  move(2);
  await settled();
  expect([picks.length, told]).toEqual([1, []]);
});
