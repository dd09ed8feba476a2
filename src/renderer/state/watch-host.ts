import type { AppClient } from '../../contract/app/app-contract';
import type { Command, HostEvent } from '../../contract/app/events';
import type { Root } from '../../contract/app/library';
import { type App, tell } from './app';
import { failuresByPhoto } from './job-words';
import { afterHostEvent } from './session';

/** What the window does when the host asks for something. */
export interface HostRequests {
  command(command: Command): void;
  /** A root was opened and is to be shown. */
  show(root: Root): void;
  /** Connected, for the first time or again: what was asked before has to be asked anew. */
  connected(): void;
}

/** Follows the host for as long as the window lives, through every connection. */
export function watchHost(app: App, requests: HostRequests): void {
  app.connection.subscribe((state) => {
    if (state.state !== 'connected') return;
    requests.connected();
    void greet(app, state.app);
    void followEvents(app, state.app, requests);
  });
}

async function greet(app: App, client: AppClient): Promise<void> {
  try {
    const [about, { settings, problem }, recent] = await Promise.all([
      client.about(),
      client.settings.read(),
      client.library.recent(),
    ]);
    app.session.setState({ about, settings, recent, settingsProblem: problem });
  } catch (error) {
    if (isCurrent(app)) tell(app, error);
  }
}

async function followEvents(app: App, client: AppClient, requests: HostRequests): Promise<void> {
  try {
    for await (const event of await client.events()) take(app, event, requests);
  } catch (error) {
    if (isCurrent(app)) tell(app, error);
  }
}

/** A connection that is lost tells so itself: its calls that failed with it need no words of their own. */
function isCurrent(app: App): boolean {
  return app.session.getState().link.state === 'connected';
}

function take(app: App, event: HostEvent, requests: HostRequests): void {
  app.session.setState((session) => afterHostEvent(session, event));
  if (event.event === 'jobs') app.library.setState({ failures: failuresByPhoto(event.jobs) });
  if (event.event === 'command') requests.command(event.command);
  if (event.event === 'roots' && event.show) requests.show(event.show);
}
