import type { Rectangle } from 'electron';

/** How much of a window must lie on a screen, so that a person can see and move it. */
const LEAST_VISIBLE_PX = { width: 160, height: 48 };

const USUAL_SIZE_PX = { width: 1280, height: 820 };

/** Smaller windows cut the interface. */
export const LEAST_SIZE_PX = { width: 720, height: 480 };

/**
 * Where a window opens: where it was, if that is still on a screen; else in the middle of the first one, in the size it
 * had, as far as that fits.
 *
 * @param workAreas of all screens, the main one first, in the system's own pixels.
 */
export function boundsOnScreen(remembered: Rectangle | undefined, workAreas: readonly Rectangle[]): Rectangle {
  const [main] = workAreas;
  const size = remembered ?? USUAL_SIZE_PX;
  if (!main) return { x: 0, y: 0, width: size.width, height: size.height };
  if (remembered && workAreas.some((area) => isReachable(remembered, area))) return remembered;
  const width = Math.min(size.width, main.width);
  const height = Math.min(size.height, main.height);
  const x = Math.round(main.x + (main.width - width) / 2);
  const y = Math.round(main.y + (main.height - height) / 2);
  return { x, y, width, height };
}

/** Whether enough of the window's upper edge, by which it is moved, lies within the area. */
function isReachable(window: Rectangle, area: Rectangle): boolean {
  const left = Math.max(window.x, area.x);
  const right = Math.min(window.x + window.width, area.x + area.width);
  const isBarWithin = window.y >= area.y && window.y + LEAST_VISIBLE_PX.height <= area.y + area.height;
  return right - left >= LEAST_VISIBLE_PX.width && isBarWithin;
}
