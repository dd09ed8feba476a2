import { saveFile, savedName } from '../export/save-file';
import { type App, tell } from '../state/app';
import { shownPhoto } from '../state/library';
import type { CloudView } from '../viewer/cloud-view';
import { pictureSize } from './capture-size';
import { takePicture } from './take-picture';

/** Saves what the view shows as it was last chosen, or tells why it cannot. */
export async function savePicture(app: App, view: CloudView): Promise<void> {
  const { multiple, background } = app.capture.getState();
  const name = captureName(app, 'view', 'png');
  try {
    const { shown, greatestSidePx } = view.pictureSizes();
    saveFile(name, await takePicture(view, pictureSize(shown, multiple, { greatestSidePx }), background));
  } catch (error) {
    tell(app, error);
  }
}

/** Named after the photo in view. */
export function captureName(app: App, what: 'view' | 'turntable', suffix: string): string {
  const { photo } = app.viewer.getState();
  const name = photo && shownPhoto(app.library.getState(), photo)?.name;
  return savedName(name ?? '', what, suffix);
}
