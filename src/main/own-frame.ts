import type { WebFrameMain } from 'electron';
import { isOwnAddress } from './app-origin';

/** The part of a frame that tells who it is. */
export type SenderFrame = Pick<WebFrameMain, 'url' | 'parent'>;

/**
 * Whether a message comes from the app's own page: a top frame of the app's origin. A frame that is gone, or has
 * navigated since, is null.
 */
export function isOwnFrame<Frame extends SenderFrame>(frame: Frame | null): frame is Frame {
  return frame !== null && frame.parent === null && isOwnAddress(frame.url);
}
