import { useEffect, useRef } from 'react';
import type { PhotoId } from '../../contract/app/ids';
import type { FocalRequest } from '../../core/camera/focal-request';
import { useActions, useApp } from '../state/app-context';
import { keepFocal, loadFacts } from '../state/show-photo';
import { focalPxOfRequest } from './camera-state';

/** A person types several digits: what they come to is kept once they pause. */
const PAUSE_MS = 400;

/** How the focal length of the photo in view is changed: shown at once, kept a moment later. */
export function useFocal(): { change: (request: FocalRequest) => void; reset: () => void } {
  const app = useApp();
  const actions = useActions();
  const waiting = useRef<{ timer: ReturnType<typeof setTimeout>; keep: () => void }>(undefined);
  useEffect(
    () => () => {
      // Another photo came into view before the pause was over.
      if (!waiting.current) return;
      clearTimeout(waiting.current.timer);
      waiting.current.keep();
    },
    [],
  );
  const keep = async (photo: PhotoId, focal: FocalRequest | null): Promise<void> => {
    waiting.current = undefined;
    await keepFocal(app, [photo], focal);
    await loadFacts(app, photo);
    actions.refreshStates();
  };
  return {
    change(request) {
      const { photo, facts } = app.viewer.getState();
      if (photo === undefined || !facts) return;
      app.viewer.setState({ focalPx: focalPxOfRequest(facts, request) });
      clearTimeout(waiting.current?.timer);
      const keepThis = (): void => void keep(photo, request);
      waiting.current = { timer: setTimeout(keepThis, PAUSE_MS), keep: keepThis };
    },
    reset() {
      const { photo } = app.viewer.getState();
      if (photo === undefined) return;
      clearTimeout(waiting.current?.timer);
      app.viewer.setState({ focalPx: undefined });
      // The depth is read again: what a model estimates itself is known to it alone.
      actions.rerun(keep(photo, null));
    },
  };
}
