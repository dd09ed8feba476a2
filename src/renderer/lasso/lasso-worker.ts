import { cutByLasso, type LassoStroke } from '../../core/cloud/lasso';
import type { ImageSize, Intrinsics } from '../../core/camera/intrinsics';

/** Asks what strokes cut of a depth, at the camera and the scale that it is shown with. */
export interface CutOrder {
  readonly strokes: readonly LassoStroke[];
  readonly size: ImageSize;
  readonly intrinsics: Intrinsics;
  readonly depthMetres: Float32Array<ArrayBuffer>;
}

addEventListener('message', ({ data }: MessageEvent<CutOrder>) => {
  const cut = cutByLasso(data.strokes, data);
  postMessage(cut, { transfer: [cut.buffer] });
});
