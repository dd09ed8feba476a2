import type { Command } from '../../contract/app/events';
import type { FolderId, PhotoId } from '../../contract/app/ids';
import type { Root } from '../../contract/app/library';
import type { SettingsChange } from '../../contract/app/settings';
import { type CloudShow, cloudShow } from '../clouds/cloud-show';
import { followMeasuring } from '../measure/measure-actions';
import { act, tell, type App } from './app';
import { type FolderWatch, folderWatch } from './browse';
import { isPicture } from './is-picture';
import { type Library, shownOrder, withShown } from './library';
import { type StateWatch, stateWatch } from './photo-states';
import { selectAll } from './selection';
import type { Session } from './session';
import { type PhotoShow, photoShow } from './show-photo';
import type { SettingsPage } from './ui';
import { watchHost } from './watch-host';

/** Everything a button, a key, a menu or a drop may do; all of them do it through here. */
export interface Actions {
  readonly openFolder: () => void;
  readonly openPhotos: () => void;
  readonly openSamples: () => void;
  readonly openRecent: (folder: FolderId) => void;
  readonly closeRoot: (folder: FolderId) => void;
  /** Pictures without a place on disk: pasted, or dropped into a browser. */
  readonly addPictures: (files: readonly File[]) => void;
  readonly drop: (files: readonly File[]) => void;
  readonly showFolder: (folder: { id: FolderId; name: string }) => void;
  readonly setExpanded: (folder: FolderId, expanded: boolean) => void;
  /** Looks into a folder again that could not be read. */
  readonly retryFolder: (folder: FolderId) => void;
  readonly showPhoto: (photo: PhotoId) => void;
  /** Goes `by` photos on, or back. */
  readonly step: (by: number) => void;
  /** Computes the depth in view again, once `ready`. */
  readonly rerun: (ready?: Promise<void>) => void;
  /** Other photos' clouds beside that of the photo in view. */
  readonly clouds: CloudShow;
  readonly openExport: () => void;
  /** Shows the photo in view by two models or precisions. */
  readonly openCompare: () => void;
  readonly openSettings: (page?: SettingsPage) => void;
  readonly changeSettings: (change: SettingsChange) => void;
  readonly restartEngine: () => void;
  /** Has the engine try every precision and device anew; resolves once it has, or has told why not. */
  readonly retest: () => Promise<void>;
  readonly command: (command: Command) => void;
  readonly photosInView: (photos: readonly PhotoId[]) => void;
  /** Something happened that may have changed what stands on thumbnails. */
  readonly refreshStates: () => void;
}

/** The actions of a window, and everything that goes on by itself behind them. */
export function createActions(app: App): Actions {
  const folders = folderWatch(app);
  const states = stateWatch(app);
  const show = photoShow(app);
  const actions: Actions = {
    ...openingActions(app),
    ...folderActions(app, folders),
    ...viewActions(app, show),
    clouds: cloudShow(app),
    photosInView: (photos) => states.inView(photos),
    refreshStates: () => states.refresh(),
    command: (command) => carryOut(app, actions, command),
  };
  watchHost(app, {
    command: actions.command,
    show: (root) => showRoot(app, root),
    connected: () => void folders.restart().then(() => show.resume()),
  });
  followMeasuring(app);
  followChanges(app, actions, folders, states);
  return actions;
}

function openingActions(app: App) {
  const open = (work: (client: Awaited<ReturnType<App['client']>>) => Promise<Root | null>): void =>
    act(app, async (client) => {
      const root = await work(client);
      if (root) showRoot(app, root);
    });
  const addPictures = (files: readonly File[]): void => {
    for (const file of files) {
      open(async (client) =>
        client.library.addPicture({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }),
      );
    }
  };
  return {
    openFolder: () => open((client) => client.library.chooseFolder()),
    openPhotos: () => open((client) => client.library.choosePhotos()),
    openSamples: () => open((client) => client.library.openSamples()),
    openRecent: (folder: FolderId) => open((client) => client.library.openRecent({ folder })),
    closeRoot: (folder: FolderId) => act(app, (client) => client.library.close({ folder })),
    addPictures,
    drop(files: readonly File[]) {
      const { openDropped } = app.connection;
      if (openDropped) openDropped([...files]);
      else addPictures(files.filter(isPicture));
    },
  };
}

/** A root is opened in the tree, too: what it holds is what the person came for. */
function showRoot(app: App, { id, name }: Root): void {
  app.library.setState((library) => ({
    ...withShown(library, { id, name }),
    expanded: new Set(library.expanded).add(id),
  }));
  app.ui.setState({ view: 'library' });
}

function folderActions(app: App, folders: FolderWatch) {
  return {
    showFolder({ id, name }: { id: FolderId; name: string }) {
      app.library.setState((library) => withShown(library, { id, name }));
      app.ui.setState({ view: 'library' });
    },
    setExpanded(folder: FolderId, expanded: boolean) {
      app.library.setState((library) => {
        const next = new Set(library.expanded);
        if (expanded) next.add(folder);
        else next.delete(folder);
        return { expanded: next };
      });
    },
    retryFolder: (folder: FolderId) => folders.watch(folder),
  };
}

function viewActions(app: App, show: PhotoShow) {
  const showPhoto = (photo: PhotoId): void => {
    app.library.setState(({ selection }) =>
      selection.selected.has(photo)
        ? { selection: { ...selection, focus: photo } }
        : { selection: { selected: new Set([photo]), anchor: photo, focus: photo } },
    );
    app.ui.setState({ view: 'viewer' });
    show.show(photo);
  };
  return {
    showPhoto,
    step(by: number) {
      const next = neighbourOf(app.library.getState(), app.viewer.getState().photo, by);
      if (next !== undefined) showPhoto(next);
    },
    rerun: (ready?: Promise<void>) => show.again(ready),
    openExport: () => app.ui.setState({ dialog: { kind: 'export' } }),
    openCompare: () => app.ui.setState({ dialog: { kind: 'compare' } }),
    openSettings: (page: SettingsPage = 'processing') => app.ui.setState({ dialog: { kind: 'settings', page } }),
    changeSettings: (change: SettingsChange) =>
      act(app, async (client) => {
        const { settings } = await client.settings.change(change);
        app.session.setState({ settings });
      }),
    restartEngine: () => act(app, (client) => client.engine.restart()),
    retest: () =>
      app
        .client()
        .then((client) => client.engine.retest())
        .catch((error: unknown) => tell(app, error)),
  };
}

/** The photo so many places from another in the grid; undefined beyond its ends. */
export function neighbourOf(library: Library, photo: PhotoId | undefined, by: number): PhotoId | undefined {
  const order = shownOrder(library);
  const index = photo === undefined ? -1 : order.indexOf(photo);
  return index < 0 ? order[0] : order[index + by];
}

function carryOut(app: App, actions: Actions, command: Command): void {
  switch (command) {
    case 'openFolder':
      actions.openFolder();
      return;
    case 'openPhotos':
      actions.openPhotos();
      return;
    case 'openSamples':
      actions.openSamples();
      return;
    case 'export':
      actions.openExport();
      return;
    case 'selectAll':
      app.library.setState((library) => ({ selection: selectAll(library.selection, shownOrder(library)) }));
      return;
    case 'showLibrary':
      app.ui.setState({ view: 'library' });
      return;
    case 'showViewer':
      showViewer(app, actions);
      return;
    case 'showQueue':
      app.ui.setState({ queueOpen: true });
      return;
    case 'showSettings':
      actions.openSettings();
      return;
  }
}

/** The viewer shows what the keyboard stands on in the grid, else the first photo. */
function showViewer(app: App, actions: Actions): void {
  const library = app.library.getState();
  const photo = library.selection.focus ?? app.viewer.getState().photo ?? shownOrder(library)[0];
  if (photo !== undefined) actions.showPhoto(photo);
}

function followChanges(app: App, actions: Actions, folders: FolderWatch, states: StateWatch): void {
  app.library.subscribe((library, before) => {
    if (library.shown === before.shown && library.expanded === before.expanded) return;
    const wanted = (folder: FolderId): boolean => library.shown?.id === folder || library.expanded.has(folder);
    folders.keepOnly(wanted);
    for (const folder of [library.shown?.id, ...library.expanded]) if (folder !== undefined) folders.watch(folder);
  });
  app.session.subscribe((session, before) => {
    if (session.jobs !== before.jobs || session.settings !== before.settings) states.refresh();
    if (session.roots !== before.roots) showFirstRoot(app, session.roots ?? []);
    if (session.about?.host !== before.about?.host) states.refresh();
    if (choosesAnew(session, before)) void learnChoice(app);
  });
  app.viewer.subscribe(({ load }, before) => {
    if (load !== before.load && load?.state === 'ready') actions.refreshStates();
  });
}

function choosesAnew({ settings, engine }: Session, before: Session): boolean {
  return !meanTheSame(settings, before.settings) || (engine.state === 'ready' && before.engine.state !== 'ready');
}

function meanTheSame(settings: Session['settings'], other: Session['settings']): boolean {
  return (['model', 'precision', 'device'] as const).every((name) => settings?.[name] === other?.[name]);
}

/** Asks what the precision that is set comes down to; unknown until then, and where it comes down to nothing. */
async function learnChoice({ client, session }: App): Promise<void> {
  const { settings } = session.getState();
  session.setState({ choice: undefined });
  const choice = await client()
    .then((host) => host.engine.choice())
    .catch(() => undefined);
  if (meanTheSame(settings, session.getState().settings)) session.setState({ choice });
}

/** Something is always in the grid where something is open; what was closed leaves it. */
function showFirstRoot(app: App, roots: readonly Root[]): void {
  const { shown, folders } = app.library.getState();
  const [first] = roots;
  const isOpen = shown !== undefined && isWithin(roots, folders, shown.id);
  if (first && !isOpen) showRoot(app, first);
  if (!first && shown) app.library.setState({ shown: undefined });
}

function isWithin(parents: readonly { id: FolderId }[], folders: Library['folders'], wanted: FolderId): boolean {
  return parents.some(({ id }) => id === wanted || isWithin(folders[id]?.folders ?? [], folders, wanted));
}
