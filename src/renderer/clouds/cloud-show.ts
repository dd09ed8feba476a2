import type { PhotoId } from '../../contract/app/ids';
import type { App } from '../state/app';
import { failureOf } from '../state/failure';
import { shownPhoto } from '../state/library';
import { fetchDepth } from '../state/show-photo';
import { addedSceneOf } from '../viewer-page/view-scene-of';
import { arrangementInView, keepOrder, rearrange } from './cloud-actions';
import { type CloudLoad, withAdded, withoutAdded } from './clouds';

/** Brings further photos' clouds beside that of the photo in view. */
export interface CloudShow {
  /** Adds a photo's cloud; nothing where it is there already. */
  add(photo: PhotoId): void;
  remove(photo: PhotoId): void;
  /** Fetches an added cloud again that could not be had. */
  retry(photo: PhotoId): void;
}

/** A show that fetches what was added to a photo once its own cloud is there, and lets go of all of it with that. */
export function cloudShow(app: App): CloudShow {
  const fetching = new Map<PhotoId, AbortController>();
  const giveUp = (photo: PhotoId): void => {
    fetching.get(photo)?.abort();
    fetching.delete(photo);
  };
  const fetchAnew = (photo: PhotoId): void => {
    giveUp(photo);
    const controller = new AbortController();
    fetching.set(photo, controller);
    void fetchCloud(app, photo, controller.signal);
  };
  app.viewer.subscribe(({ load, photo }, before) => {
    const isReady = load?.state === 'ready';
    if (photo === before.photo && isReady === (before.load?.state === 'ready')) return;
    for (const each of [...fetching.keys()]) giveUp(each);
    app.clouds.setState({ loads: {} });
    if (isReady) for (const added of arrangementInView(app).added) fetchAnew(added.photo);
  });
  return {
    add(photo) {
      const { photo: inView, load } = app.viewer.getState();
      if (photo === inView || load?.state !== 'ready' || app.clouds.getState().loads[photo]) return;
      const name = shownPhoto(app.library.getState(), photo)?.name ?? '';
      rearrange(app, (arrangement) => withAdded(arrangement, photo, name));
      fetchAnew(photo);
    },
    remove(photo) {
      giveUp(photo);
      app.clouds.setState(({ loads: { [photo]: _, ...loads } }) => ({ loads }));
      rearrange(app, (arrangement) => withoutAdded(arrangement, photo));
      keepOrder(app);
    },
    retry: fetchAnew,
  };
}

async function fetchCloud(app: App, photo: PhotoId, signal: AbortSignal): Promise<void> {
  const become = (load: CloudLoad): void => {
    if (!signal.aborted) app.clouds.setState(({ loads }) => ({ loads: { ...loads, [photo]: load } }));
  };
  try {
    become({ state: 'loading', stage: 'decode' });
    const { depth, picture } = await fetchDepth(app, photo, signal, (stage) => become({ state: 'loading', stage }));
    become({ state: 'ready', scene: addedSceneOf(depth, picture) });
    if (!signal.aborted) keepOrder(app);
  } catch (error) {
    become({ state: 'failed', failure: failureOf(error) });
  }
}
