import { useCallback, useEffect, useState } from 'react';
import type { AppClient } from '../../contract/app/app-contract';
import type { Failure } from '../../contract/failure';
import { useApp } from '../state/app-context';
import { failureOf } from '../state/failure';

/** An answer of the host: on its way, there, or refused. */
export interface Asked<Answer> {
  readonly answer: Answer | undefined;
  readonly failure: Failure | undefined;
  readonly again: () => void;
}

/**
 * Asks the host as soon as the component is there. The last answer stays in view while it is asked again.
 *
 * @param question one function for the life of the component
 */
export function useAsked<Answer>(question: (client: AppClient) => Promise<Answer>): Asked<Answer> {
  const app = useApp();
  const [times, setTimes] = useState(0);
  const [answer, setAnswer] = useState<Answer>();
  const [failure, setFailure] = useState<Failure>();
  useEffect(() => {
    let isCurrent = true;
    app
      .client()
      .then(question)
      .then(
        (value) => {
          if (!isCurrent) return;
          setAnswer(value);
          setFailure(undefined);
        },
        (error: unknown) => isCurrent && setFailure(failureOf(error)),
      );
    return () => {
      isCurrent = false;
    };
  }, [app, question, times]);
  return { answer, failure, again: useCallback(() => setTimes((before) => before + 1), []) };
}
