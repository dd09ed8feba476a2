import type { ImageSize } from '../../core/camera/intrinsics';
import type { GridPixel } from '../viewer/view-scene';

/** The pixel of a depth's grid at a place of the page, over an element that shows the whole grid; may lie outside. */
export function gridPixelAt(
  place: { readonly clientX: number; readonly clientY: number },
  element: { readonly left: number; readonly top: number; readonly width: number; readonly height: number },
  size: ImageSize,
): GridPixel {
  return {
    column: Math.floor(((place.clientX - element.left) / element.width) * size.widthPx),
    row: Math.floor(((place.clientY - element.top) / element.height) * size.heightPx),
  };
}
