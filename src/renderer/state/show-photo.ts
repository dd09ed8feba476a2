import type { PhotoId } from '../../contract/app/ids';
import type { PhotoEntry } from '../../contract/app/library';
import { depthFrom } from '../../contract/depth-view';
import { type App, tell } from './app';
import { failureOf } from './failure';
import { shownPhoto } from './library';
import { type DepthLoad, type LoadStage, withPhoto } from './viewer';

/** Photos are browsed faster than they are computed: the one that is passed by is not begun. */
const PASSING_BY_MS = 120;

const LONGEST_FRAME_MS = 50;

/** Brings photos into view. */
export interface PhotoShow {
  show(photo: PhotoId): void;
  /**
   * Computes the depth of the photo in view again: after a failure, or with other settings. What is shown until then
   * goes at once, though `ready` is awaited first.
   */
  again(ready?: Promise<void>): void;
  /** The host is there again: takes up what has failed without it. */
  resume(): void;
}

/** A show that writes into the viewer's state; a later call gives up the earlier one. */
export function photoShow(app: App): PhotoShow {
  let controller = new AbortController();
  const begin = (photo: PhotoId, ready?: Promise<void>): void => {
    controller.abort();
    controller = new AbortController();
    void loadDepth(app, photo, controller.signal, ready);
  };
  return {
    show(photo) {
      if (app.viewer.getState().photo === photo) return;
      app.viewer.setState((viewer) => withPhoto(viewer, photo));
      begin(photo);
      void loadFacts(app, photo);
    },
    again(ready) {
      const { photo } = app.viewer.getState();
      if (photo !== undefined) begin(photo, ready);
    },
    resume() {
      const { photo, load } = app.viewer.getState();
      if (photo === undefined) return;
      if (load?.state !== 'ready') begin(photo);
      void loadFacts(app, photo);
    },
  };
}

/** Asks for a photo's size and camera again: after its focal length was changed. */
export async function loadFacts(app: App, photo: PhotoId): Promise<void> {
  const isInView = (): boolean => app.viewer.getState().photo === photo;
  try {
    const facts = await (await app.client()).photo.inspect({ photo });
    if (isInView()) app.viewer.setState({ facts, factsFailure: undefined });
  } catch (error) {
    if (isInView()) app.viewer.setState({ factsFailure: failureOf(error) });
  }
}

async function loadDepth(app: App, photo: PhotoId, signal: AbortSignal, ready?: Promise<void>): Promise<void> {
  const sinceMs = Date.now();
  const become = (load: DepthLoad): void => {
    if (!signal.aborted) app.viewer.setState({ load });
  };
  const stage = (name: LoadStage): void => become({ state: 'loading', stage: name, sinceMs });
  try {
    // Until the engine says what it does.
    stage(app.session.getState().engine.state === 'ready' ? 'decode' : 'engine');
    await Promise.all([pause(PASSING_BY_MS, signal), ready]);
    const fetched = await fetchDepth(app, photo, signal, stage);
    stage('upload');
    await painted();
    become({ state: 'ready', ...fetched });
    // The typed focal length is part of this depth now.
    if (!signal.aborted) app.viewer.setState({ focalPx: undefined });
  } catch (error) {
    if (signal.aborted) return;
    become({ state: 'failed', failure: failureOf(error) });
  }
}

/** Has the depth of a photo made, unless it was before, and brings it here with the photo. */
export async function fetchDepth(
  app: App,
  photo: PhotoId,
  signal: AbortSignal,
  stage: (name: LoadStage) => void,
): Promise<Pick<Extract<DepthLoad, { state: 'ready' }>, 'depth' | 'picture'>> {
  const picture = loadPicture(addressOf(app, photo));
  picture.catch(() => undefined);
  const client = await app.client();
  await client.photo.admit({ photo }, { signal });
  const depthView = await app.connection.depthView();
  const depth = await depthFrom(depthView.depth({ id: photo }, { signal }), stage);
  stage('photo');
  return { depth, picture: await picture };
}

function addressOf(app: App, photo: PhotoId): string {
  const entry = shownPhoto(app.library.getState(), photo);
  return imageAddress(photo, entry);
}

/** Where the page finds a photo in full, at most 4096 px. */
export function imageAddress(photo: PhotoId, entry: Pick<PhotoEntry, 'version'> | undefined): string {
  return `/image/${photo}/${entry?.version ?? '0'}`;
}

/** Where the page finds a photo's thumbnail. */
export function thumbAddress({ id, version }: Pick<PhotoEntry, 'id' | 'version'>): string {
  return `/thumb/${id}/${version}`;
}

async function loadPicture(address: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = address;
  await image.decode();
  return image;
}

/** The next frame is drawn; not waited for where nothing is, as in a hidden window. */
function painted(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, LONGEST_FRAME_MS);
  });
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    setTimeout(resolve, ms);
    signal.addEventListener('abort', () => reject(new DOMException('given up', 'AbortError')), { once: true });
  });
}

/** Keeps a typed focal length, or goes back to EXIF with null; tells where it cannot be kept. */
export async function keepFocal(
  app: App,
  photos: readonly PhotoId[],
  focal: Parameters<Awaited<ReturnType<App['client']>>['photo']['setFocal']>[0]['focal'],
): Promise<void> {
  try {
    const client = await app.client();
    await client.photo.setFocal({ photos: [...photos], focal });
  } catch (error) {
    tell(app, error);
  }
}
