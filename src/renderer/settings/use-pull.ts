import { useEffect, useRef, useState } from 'react';
import type { DownloadProgress } from '../../contract/models';
import type { Failure } from '../../contract/failure';
import { useApp } from '../state/app-context';
import { failureOf } from '../state/failure';

/** How a model's download stands. */
export type PullState =
  | { readonly state: 'none' }
  | { readonly state: 'running'; readonly progress: DownloadProgress | undefined }
  | { readonly state: 'failed'; readonly failure: Failure };

/** A model's download, and what can be done about it. */
export type Pull = PullState & { readonly start: () => void; readonly cancel: () => void };

/** Downloads a model and tells how far it has come; leaving stops it, and what came is kept for the next time. */
export function usePull(id: string, onDone: () => void): Pull {
  const app = useApp();
  const [state, setState] = useState<PullState>({ state: 'none' });
  const controller = useRef<AbortController>(undefined);
  useEffect(() => () => controller.current?.abort(), []);
  const run = async (signal: AbortSignal): Promise<void> => {
    setState({ state: 'running', progress: undefined });
    try {
      const client = await app.client();
      for await (const progress of await client.models.pull({ id }, { signal }))
        setState({ state: 'running', progress });
      setState({ state: 'none' });
      onDone();
    } catch (error) {
      if (signal.aborted) setState({ state: 'none' });
      else setState({ state: 'failed', failure: failureOf(error) });
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
