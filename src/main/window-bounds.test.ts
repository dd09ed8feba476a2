import { expect, it } from 'vitest';
import { boundsOnScreen } from './window-bounds';

const left = { x: 0, y: 0, width: 1920, height: 1040 };
const right = { x: 1920, y: 0, width: 2560, height: 1400 };

it('opens where the window was, on whichever screen that is', () => {
  const onLeft = { x: 100, y: 50, width: 1000, height: 700 };
  const onRight = { x: 3000, y: 50, width: 1000, height: 700 };
  expect(boundsOnScreen(onLeft, [left, right])).toEqual(onLeft);
  expect(boundsOnScreen(onRight, [left, right])).toEqual(onRight);
});

it('comes back to the main screen when its own is gone, in the size it had', () => {
  const onRight = { x: 3000, y: 50, width: 1000, height: 700 };
  expect(boundsOnScreen(onRight, [left])).toEqual({ x: 460, y: 170, width: 1000, height: 700 });
});

it('comes back when its upper edge cannot be reached, and fits the screen', () => {
  const above = { x: 100, y: -600, width: 3000, height: 1200 };
  expect(boundsOnScreen(above, [left])).toEqual(left);
});

it('opens in the middle the first time', () => {
  expect(boundsOnScreen(undefined, [left])).toEqual({ x: 320, y: 110, width: 1280, height: 820 });
});
