import { type RefObject, useEffect } from 'react';
import { useApp } from '../state/app-context';
import type { CloudView } from '../viewer/cloud-view';
import { savePicture } from './save-picture';

const IS_MAC = navigator.userAgent.includes('Mac');

/** The key that saves a picture, as it is printed on keyboards. */
export const PICTURE_KEY = IS_MAC ? '⌘S' : 'Ctrl+S';

/** Saves a picture on Ctrl+S, or ⌘S, wherever the focus is but in a dialog. */
export function usePictureKey(view: RefObject<CloudView | undefined>, disabled: boolean): void {
  const app = useApp();
  useEffect(() => {
    if (disabled) return undefined;
    const onKeyDown = (event: KeyboardEvent): void => {
      const isKey = (IS_MAC ? event.metaKey : event.ctrlKey) && !event.altKey && !event.shiftKey;
      if (!isKey || event.key.toLowerCase() !== 's' || app.ui.getState().dialog !== undefined) return;
      event.preventDefault();
      if (view.current && !event.repeat) void savePicture(app, view.current);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [app, view, disabled]);
}
