import type { ImageSize } from '../../core/camera/intrinsics';
import type { Background } from './capture-choices';
import { paintOverlay } from './paint-overlay';

/** A sheet that drawings of the view are put on. */
export interface Sheet {
  readonly canvas: OffscreenCanvas;
  readonly context: OffscreenCanvasRenderingContext2D;
}

/** @throws Error where the browser has no memory for so large a sheet. */
export function sheetOf({ widthPx, heightPx }: ImageSize): Sheet {
  const canvas = new OffscreenCanvas(widthPx, heightPx);
  const context = canvas.getContext('2d');
  if (!context) throw new Error(`There is no memory for ${widthPx} × ${heightPx} pixels.`);
  return { canvas, context };
}

/** Puts a drawing of the cloud on a sheet of its size, and what is measured over it; before the theme's colour or none. */
export function paint({ canvas, context }: Sheet, drawing: HTMLCanvasElement, background: Background): void {
  const pane = drawing.parentElement!;
  context.clearRect(0, 0, canvas.width, canvas.height);
  if (background === 'theme') {
    context.fillStyle = getComputedStyle(pane).backgroundColor;
    context.fillRect(0, 0, canvas.width, canvas.height);
  }
  context.drawImage(drawing, 0, 0);
  context.save();
  context.scale(canvas.width / drawing.clientWidth, canvas.height / drawing.clientHeight);
  for (const overlay of pane.querySelectorAll<HTMLElement>('[data-pictured]')) paintOverlay(context, overlay);
  context.restore();
}
