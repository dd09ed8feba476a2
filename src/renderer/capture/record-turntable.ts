import type { ImageSize } from '../../core/camera/intrinsics';
import { paint, type Sheet, sheetOf } from './paint';
import type { PicturedView } from './take-picture';
import { frameCount, turnAt, type TurntablePath } from './turntable-path';

/** A turntable to be recorded. */
export interface Turntable {
  readonly path: TurntablePath;
  readonly seconds: number;
  readonly framesPerSecond: number;
  readonly size: ImageSize;
}

/** Makes a file of frames that come one after the other. */
export interface FrameEncoder {
  /** Resolves once the next frame may come; the sheet may be painted on then. */
  add(frame: number): Promise<void>;
  /** The file. */
  finish(): Promise<Blob>;
  /** Lets go of everything; no file is made. */
  cancel(): Promise<void>;
}

export interface Recording {
  readonly signal: AbortSignal;
  /** A frame was taken, of so many. */
  readonly onFrame: (done: number, frames: number) => void;
}

/**
 * Draws a turntable frame by frame and has it encoded. The page stays responsive: each frame is a task of its own.
 *
 * @param begin an encoder of what the sheet shows
 * @throws the signal's reason, or what drawing or encoding failed with; the view is as it was then, too
 */
export async function recordTurntable(
  view: PicturedView,
  { path, seconds, framesPerSecond, size }: Turntable,
  begin: (sheet: Sheet) => Promise<FrameEncoder>,
  { signal, onFrame }: Recording,
): Promise<Blob> {
  const sheet = sheetOf(size);
  const encoder = await begin(sheet);
  const frames = frameCount(seconds, framesPerSecond);
  let file: Blob;
  try {
    for (let frame = 0; frame < frames; frame++) {
      signal.throwIfAborted();
      view.drawPicture({ size, turnRadians: turnAt(path, frame, frames) }, (canvas) => paint(sheet, canvas, 'theme'));
      await encoder.add(frame);
      onFrame(frame + 1, frames);
      await nextTask();
    }
    signal.throwIfAborted();
    file = await encoder.finish();
  } catch (error) {
    await encoder.cancel();
    throw error;
  } finally {
    view.endPictures();
  }
  signal.throwIfAborted();
  return file;
}

/** Lets input and drawing have their turn. Unlike timers and frames, messages are not slowed down in a hidden window. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
