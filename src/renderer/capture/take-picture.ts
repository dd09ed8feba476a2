import type { ImageSize } from '../../core/camera/intrinsics';
import type { CloudView } from '../viewer/cloud-view';
import type { Background } from './capture-choices';
import { paint, sheetOf } from './paint';

/** What pictures are taken of. */
export type PicturedView = Pick<CloudView, 'drawPicture' | 'endPictures'>;

/** The view as a PNG of a size: all clouds, what is measured, axes and grid as shown, nothing of the interface. */
export async function takePicture(view: PicturedView, size: ImageSize, background: Background): Promise<Blob> {
  const sheet = sheetOf(size);
  try {
    view.drawPicture({ size, turnRadians: 0 }, (canvas) => paint(sheet, canvas, background));
  } finally {
    view.endPictures();
  }
  return sheet.canvas.convertToBlob({ type: 'image/png' });
}
