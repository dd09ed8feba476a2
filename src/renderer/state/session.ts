import type { About } from '../../contract/app/about';
import type { EngineState, HostEvent } from '../../contract/app/events';
import type { Job } from '../../contract/app/jobs';
import type { Root } from '../../contract/app/library';
import type { Settings } from '../../contract/app/settings';
import type { PrecisionChoice } from '../../core/precision/precision';

/** What the host has told the window about itself. */
export interface Session {
  readonly link:
    { readonly state: 'connecting' | 'connected' } | { readonly state: 'lost'; readonly retryAtMs: number };
  readonly about: About | undefined;
  readonly engine: EngineState;
  readonly settings: Settings | undefined;
  /** What the precision that is set comes down to; undefined until the engine has told. */
  readonly choice: PrecisionChoice | undefined;
  /** What was wrong with the settings file, until the person has read it. */
  readonly settingsProblem: string | undefined;
  /** Undefined until the host has told: no folder open is something else. */
  readonly roots: readonly Root[] | undefined;
  readonly recent: readonly Root[];
  readonly jobs: readonly Job[];
}

export const NEW_SESSION: Session = {
  link: { state: 'connecting' },
  about: undefined,
  engine: { state: 'starting' },
  settings: undefined,
  choice: undefined,
  settingsProblem: undefined,
  roots: undefined,
  recent: [],
  jobs: [],
};

/** The session after the host told something. Commands change nothing here: they are carried out. */
export function afterHostEvent(session: Session, event: HostEvent): Session {
  switch (event.event) {
    case 'engine':
      return { ...session, engine: event.engine };
    case 'settings':
      return { ...session, settings: event.settings };
    case 'roots':
      return { ...session, roots: event.roots };
    case 'jobs':
      return { ...session, jobs: event.jobs };
    case 'command':
      return session;
  }
}
