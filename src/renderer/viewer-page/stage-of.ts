import type { ImageSize } from '../../core/camera/intrinsics';
import type { ViewLayout } from '../state/viewer';

/**
 * How the views share the window: three upright pictures stand side by side; of wide ones, photo and depth lie above
 * one another, so that the cloud has room.
 */
export function stageOf(layout: ViewLayout, photo: ImageSize): 'stage' | 'stageStacked' {
  return layout === 'side' && photo.widthPx > photo.heightPx ? 'stageStacked' : 'stage';
}
