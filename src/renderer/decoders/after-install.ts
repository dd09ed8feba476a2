import type { App } from '../state/app';
import { loadFacts } from '../state/show-photo';

/** Takes up again what failed for want of a decoder that is here now: thumbnails, and the photo in view. */
export function afterInstall(app: App, rerun: () => void): void {
  app.library.setState(({ thumbAttempt }) => ({ thumbAttempt: thumbAttempt + 1 }));
  const { photo, load } = app.viewer.getState();
  if (photo === undefined || load?.state !== 'failed' || load.failure.code !== 'DecoderMissing') return;
  rerun();
  void loadFacts(app, photo);
}
