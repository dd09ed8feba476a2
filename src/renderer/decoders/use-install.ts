import { useEffect, useRef, useState } from 'react';
import type { DecoderId } from '../../contract/decoders';
import type { Failure } from '../../contract/failure';
import type { DownloadProgress } from '../../contract/models';
import { useActions, useApp } from '../state/app-context';
import { failureOf } from '../state/failure';
import { afterInstall } from './after-install';

/** How a decoder's installation stands. */
type InstallState =
  | { readonly state: 'none' }
  | { readonly state: 'running'; readonly progress: DownloadProgress | undefined }
  | { readonly state: 'failed'; readonly failure: Failure };

/** A decoder's installation, and what can be done about it. */
export type Install = InstallState & { readonly start: () => void; readonly cancel: () => void };

/**
 * Installs a decoder, tells how far it has come, and has what wanted for it tried again. Leaving stops it, and what came
 * is kept for the next time.
 */
export function useInstall(id: DecoderId, onDone?: () => void): Install {
  const app = useApp();
  const actions = useActions();
  const [state, setState] = useState<InstallState>({ state: 'none' });
  const controller = useRef<AbortController>(undefined);
  useEffect(() => () => controller.current?.abort(), []);
  const run = async (signal: AbortSignal): Promise<void> => {
    setState({ state: 'running', progress: undefined });
    try {
      const client = await app.client();
      for await (const progress of await client.decoders.install({ id }, { signal }))
        setState({ state: 'running', progress });
      setState({ state: 'none' });
      afterInstall(app, () => actions.rerun());
      onDone?.();
    } catch (error) {
      setState(signal.aborted ? { state: 'none' } : { state: 'failed', failure: failureOf(error) });
    }
  };
  return {
    ...state,
    start() {
      controller.current = new AbortController();
      void run(controller.current.signal);
    },
    cancel: () => controller.current?.abort(),
  };
}
