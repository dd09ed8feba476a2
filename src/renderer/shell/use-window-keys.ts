import { useEffect } from 'react';
import { useActions, useApp } from '../state/app-context';

/**
 * Keys that work wherever the focus is but in a field or list. Those that the desktop app's menu has as accelerators
 * are here for the browser only: there is no menu.
 */
export function useWindowKeys(): void {
  const app = useApp();
  const actions = useActions();
  useEffect(() => {
    const viewerKeys: Partial<Record<string, () => void>> = {
      Escape: () => actions.command('showLibrary'),
      ArrowLeft: () => actions.step(-1),
      ArrowRight: () => actions.step(1),
    };
    const browserKeys: Partial<Record<string, () => void>> = {
      e: () => actions.command('export'),
      ',': () => actions.command('showSettings'),
      '1': () => actions.command('showLibrary'),
      '2': () => actions.command('showViewer'),
      '3': () => actions.command('showQueue'),
    };
    const onKeyDown = (event: KeyboardEvent): void => {
      const { view, dialog } = app.ui.getState();
      if (event.defaultPrevented || dialog !== undefined) return;
      const isCommand = event.ctrlKey || event.metaKey;
      const isInBrowser = app.session.getState().about?.host === 'browser';
      const key = isCommand
        ? isInBrowser && !event.altKey && browserKeys[event.key]
        : view === 'viewer' && !isTakenByTarget(event.target) && viewerKeys[event.key];
      if (!key) return;
      key();
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [app, actions]);
}

/** Fields, lists, sliders, what pops up and the cloud have uses of their own for arrows. */
function isTakenByTarget(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input, canvas, [role=listbox], [role=slider], [role=grid], [role=radiogroup], [role=dialog]') !==
      null
  );
}
