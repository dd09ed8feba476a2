import { useEffect } from 'react';
import { useApp } from '../state/app-context';
import { change, giveUp, undo } from './measure-actions';

/** Ctrl+Z, Ctrl+Shift+Z or Ctrl+Y, and Escape while measuring; before the window's own keys, and not in fields. */
export function useMeasureKeys(): void {
  const app = useApp();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (isInField(event.target) || app.ui.getState().dialog !== undefined) return;
      if (!carryOut(event)) return;
      event.preventDefault();
    };
    const carryOut = (event: KeyboardEvent): boolean => {
      const key = event.key.toLowerCase();
      if (key === 'escape') return giveUp(app);
      if (!event.ctrlKey && !event.metaKey) return false;
      if (key === 'y' || (key === 'z' && event.shiftKey)) change(app, { kind: 'redo' });
      else if (key === 'z') undo(app);
      else return false;
      return true;
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, [app]);
}

const isInField = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, [role=listbox], [role=dialog]') !== null;
