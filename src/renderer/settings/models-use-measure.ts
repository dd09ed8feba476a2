import { useEffect, useRef, useState } from 'react';
import type { Failure } from '../../contract/failure';
import { useApp } from '../state/app-context';
import { failureOf } from '../state/failure';

/** How measuring stands, and what can be done about it. */
export interface Measure {
  readonly state: 'none' | 'running';
  /** The model at work. */
  readonly at: { readonly id: string; readonly isWaiting: boolean } | undefined;
  /** Of models that could not be measured. */
  readonly failures: readonly Failure[];
  readonly start: (again: boolean) => void;
  readonly cancel: () => void;
}

/** Measures the models that are ready; leaving stops it, and what was measured is kept. */
export function useMeasure(onMeasured: () => void): Measure {
  const app = useApp();
  const [isRunning, setIsRunning] = useState(false);
  const [at, setAt] = useState<Measure['at']>();
  const [failures, setFailures] = useState<readonly Failure[]>([]);
  const controller = useRef<AbortController>(undefined);
  useEffect(() => () => controller.current?.abort(), []);
  const run = async (again: boolean, signal: AbortSignal): Promise<void> => {
    setIsRunning(true);
    setFailures([]);
    try {
      const client = await app.client();
      for await (const event of await client.models.measure({ again }, { signal })) {
        if (event.event === 'failed') setFailures((before) => [...before, event.failure]);
        else if (event.event === 'measured') onMeasured();
        else setAt({ id: event.id, isWaiting: event.event === 'waiting' });
      }
    } catch (error) {
      if (!signal.aborted) setFailures((before) => [...before, failureOf(error)]);
    } finally {
      setIsRunning(false);
      setAt(undefined);
    }
  };
  return {
    state: isRunning ? 'running' : 'none',
    at,
    failures,
    start(again) {
      controller.current = new AbortController();
      void run(again, controller.current.signal);
    },
    cancel: () => controller.current?.abort(),
  };
}
