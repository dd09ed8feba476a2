import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { MOST_STROKES } from '../../core/cloud/lasso';
import { Button, IconButton } from '../controls/button';
import type { App } from '../state/app';
import { useApp, useViewer } from '../state/app-context';
import styles from '../viewer-page/viewer.module.css';
import { type LassoHistory, redoStroke, undoStroke, withStrokes } from './lasso-history';

/** Outlines that cut points of the photo in view, on screen and in exports. */
export function LassoPanel() {
  const { t } = useTranslation();
  const app = useApp();
  const isReady = useViewer(({ load }) => load?.state === 'ready');
  const { strokes, before, after } = useViewer((viewer) => viewer.lasso);
  const isDrawing = useViewer((viewer) => viewer.drawsLasso);
  useLassoKeys(app);
  if (!isReady) return null;
  const isFull = strokes.length >= MOST_STROKES;
  return (
    <section className={styles['panel']} aria-label={t('lasso.title')}>
      <h2>{t('lasso.title')}</h2>
      <div className={styles['panelButtons']}>
        <Button
          kind={isDrawing ? 'primary' : 'plain'}
          icon="pencil"
          aria-pressed={isDrawing}
          disabled={isFull}
          onClick={() => toggleDrawing(app)}
        >
          {t('lasso.draw')}
        </Button>
        <IconButton
          icon="undo"
          words={t('lasso.undo')}
          disabled={before.length === 0}
          onClick={() => change(app, undoStroke)}
        />
        <IconButton
          icon="redo"
          words={t('lasso.redo')}
          disabled={after.length === 0}
          onClick={() => change(app, redoStroke)}
        />
        <IconButton
          icon="trash"
          words={t('lasso.clear')}
          disabled={strokes.length === 0}
          onClick={() => change(app, (history) => withStrokes(history, []))}
        />
      </div>
      <p className={styles['note']}>{t(isFull ? 'lasso.full' : 'lasso.hint')}</p>
    </section>
  );
}

function change(app: App, next: (history: LassoHistory) => LassoHistory): void {
  app.viewer.setState(({ lasso }) => ({ lasso: next(lasso) }));
}

/** There is nothing to draw on where the cloud is not shown. */
function toggleDrawing(app: App): void {
  app.viewer.setState(({ drawsLasso, look }) => ({
    drawsLasso: !drawsLasso,
    look: look.layout === 'photo' || look.layout === 'depth' ? { ...look, layout: 'cloud' } : look,
  }));
}

/** Ctrl+Z, Ctrl+Shift+Z or Ctrl+Y, where they are not for measurements, nor in fields or dialogs. */
function useLassoKeys(app: App): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (!event.ctrlKey && !event.metaKey) return;
      if (app.measuring.getState().open || app.ui.getState().dialog !== undefined || isInField(event.target)) return;
      const key = event.key.toLowerCase();
      if (key === 'y' || (key === 'z' && event.shiftKey)) change(app, redoStroke);
      else if (key === 'z') change(app, undoStroke);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [app]);
}

const isInField = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input') !== null;
