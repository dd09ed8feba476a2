import type { ImageSize } from '../../core/camera/intrinsics';

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

/** Puts a drawing on a sheet of its size, before a CSS colour or before nothing. */
export function paint({ canvas, context }: Sheet, drawing: CanvasImageSource, background: string | undefined): void {
  context.clearRect(0, 0, canvas.width, canvas.height);
  if (background !== undefined) {
    context.fillStyle = background;
    context.fillRect(0, 0, canvas.width, canvas.height);
  }
  context.drawImage(drawing, 0, 0);
}

/** The colour of the theme that is seen where the cloud is clear. */
export function colourBehind(canvas: HTMLElement): string {
  return getComputedStyle(canvas.parentElement!).backgroundColor;
}
