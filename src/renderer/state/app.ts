import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppClient } from '../../contract/app/app-contract';
import { type CaptureChoices, NEW_CAPTURE } from '../capture/capture-choices';
import type { Connection } from '../connect/connection';
import { type Clouds, NEW_CLOUDS } from '../clouds/clouds';
import { latest } from '../connect/latest';
import { type Measuring, NEW_MEASURING } from '../measure/measuring';
import { failureOf, isAbort } from './failure';
import { type Library, NEW_LIBRARY } from './library';
import { NEW_SESSION, type Session } from './session';
import { NEW_UI, type Ui, withNotice } from './ui';
import { NEW_VIEWER, type Viewer } from './viewer';

/** Everything a part of the window may read or act on. */
export interface App {
  readonly connection: Connection;
  /** The newest way to the host; waits while there is none. */
  readonly client: () => Promise<AppClient>;
  readonly session: StoreApi<Session>;
  readonly library: StoreApi<Library>;
  readonly viewer: StoreApi<Viewer>;
  readonly measuring: StoreApi<Measuring>;
  readonly clouds: StoreApi<Clouds>;
  readonly capture: StoreApi<CaptureChoices>;
  readonly ui: StoreApi<Ui>;
}

/** The window's state, before anything is known. */
export function createApp(connection: Connection): App {
  const client = latest<AppClient>();
  const app: App = {
    connection,
    client: () => client.get(),
    session: createStore(() => NEW_SESSION),
    library: createStore(() => NEW_LIBRARY),
    viewer: createStore(() => NEW_VIEWER),
    measuring: createStore(() => NEW_MEASURING),
    clouds: createStore(() => NEW_CLOUDS),
    capture: createStore(() => NEW_CAPTURE),
    ui: createStore(() => NEW_UI),
  };
  connection.subscribe((state) => {
    if (state.state === 'connected') client.set(state.app);
    else client.clear();
    const link = state.state === 'lost' ? state : { state: state.state };
    app.session.setState({ link });
  });
  return app;
}

/** Tells the person why something did not work; what was ended on purpose is not told. */
export function tell(app: App, error: unknown): void {
  if (isAbort(error)) return;
  const failure = failureOf(error);
  if (failure.code !== 'Cancelled') app.ui.setState((ui) => withNotice(ui, failure));
}

/** Carries out something the person asked for, and tells them where it fails. */
export function act(app: App, work: (client: AppClient) => Promise<unknown>): void {
  app
    .client()
    .then(work)
    .catch((error: unknown) => tell(app, error));
}
