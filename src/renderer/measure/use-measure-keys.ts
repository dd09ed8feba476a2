import { useEffect } from 'react';
import { undoKeyOf } from '../controls/undo-key';
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
      if (event.key === 'Escape') return giveUp(app);
      const asked = undoKeyOf(event);
      if (asked === 'redo') change(app, { kind: 'redo' });
      if (asked === 'undo') undo(app);
      return asked !== undefined;
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, [app]);
}

const isInField = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, [role=listbox], [role=dialog]') !== null;
