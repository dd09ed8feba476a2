import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { MOST_STROKES } from '../../core/cloud/lasso';
import { advanced, redone, undone } from '../../core/history/undo-history';
import { Button, IconButton } from '../controls/button';
import { Panel } from '../controls/panel';
import { undoKeyOf } from '../controls/undo-key';
import type { App } from '../state/app';
import { useApp, useViewer } from '../state/app-context';
import type { Viewer } from '../state/viewer';
import styles from '../viewer-page/viewer.module.css';

/** Outlines that cut points of the photo in view, on screen and in exports. */
export function LassoPanel() {
  const { t } = useTranslation();
  const app = useApp();
  const isReady = useViewer(({ load }) => load?.state === 'ready');
  const { present: strokes, past, future } = useViewer((viewer) => viewer.lasso);
  const isDrawing = useViewer((viewer) => viewer.drawsLasso);
  useLassoKeys(app);
  if (!isReady) return null;
  const isFull = strokes.length >= MOST_STROKES;
  return (
    <Panel title={t('lasso.title')}>
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
          disabled={past.length === 0}
          onClick={() => change(app, undone)}
        />
        <IconButton
          icon="redo"
          words={t('lasso.redo')}
          disabled={future.length === 0}
          onClick={() => change(app, redone)}
        />
        <IconButton
          icon="trash"
          words={t('lasso.clear')}
          disabled={strokes.length === 0}
          onClick={() => change(app, (history) => advanced(history, []))}
        />
      </div>
      <p className={styles['note']}>{t(isFull ? 'lasso.full' : 'lasso.hint')}</p>
    </Panel>
  );
}

function change(app: App, next: (history: Viewer['lasso']) => Viewer['lasso']): void {
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
      const asked = undoKeyOf(event);
      if (!asked) return;
      if (app.measuring.getState().open || app.ui.getState().dialog !== undefined || isInField(event.target)) return;
      change(app, asked === 'redo' ? redone : undone);
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [app]);
}

const isInField = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input') !== null;
