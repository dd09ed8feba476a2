import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LassoStroke, ViewPlace } from '../../core/cloud/lasso';
import { advanced } from '../../core/history/undo-history';
import { Button } from '../controls/button';
import { useApp, useViewer } from '../state/app-context';
import type { CloudView } from '../viewer/cloud-view';
import styles from './lasso.module.css';
import { outlineOf } from './outline';

/** A pointer that moves so far with its button down draws, and sets a corner each time. */
const CORNER_PX = 4;

/** What an arrow key moves the cross by, in halves of the view's sides. */
const KEY_STEP = 0.02;

interface LassoOverlayProps {
  readonly view: RefObject<CloudView | undefined>;
}

/** Takes an outline over the cloud, which stands still meanwhile, and asks what it is for. Nothing while none is drawn. */
export function LassoOverlay(props: LassoOverlayProps) {
  const isDrawing = useViewer((viewer) => viewer.drawsLasso);
  return isDrawing ? <OpenOverlay {...props} /> : null;
}

function OpenOverlay({ view }: LassoOverlayProps) {
  const app = useApp();
  const [corners, setCorners] = useState<readonly ViewPlace[]>([]);
  const [closed, setClosed] = useState<Pick<LassoStroke, 'projection' | 'outline'>>();
  const close = (drawn: readonly ViewPlace[]): void => {
    if (drawn.length < 3 || !view.current) return;
    setClosed({ projection: view.current.projection(), outline: outlineOf(drawn) });
  };
  const take = (keeps: LassoStroke['keeps']): void => {
    app.viewer.setState(({ lasso }) => ({
      drawsLasso: false,
      lasso: closed ? advanced(lasso, [...lasso.present, { keeps, ...closed }]) : lasso,
    }));
  };
  const giveUp = (): void => {
    if (corners.length === 0) app.viewer.setState({ drawsLasso: false });
    setCorners([]);
    setClosed(undefined);
  };
  return (
    <div
      className={styles['overlay']}
      data-covers-cloud
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        giveUp();
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      {closed ? (
        <>
          <Outline corners={closed.outline} isClosed />
          <Choice onTake={take} onGiveUp={giveUp} />
        </>
      ) : (
        <Drawing corners={corners} onCorners={setCorners} onClose={close} />
      )}
    </div>
  );
}

interface DrawingProps {
  readonly corners: readonly ViewPlace[];
  readonly onCorners: (corners: readonly ViewPlace[]) => void;
  readonly onClose: (corners: readonly ViewPlace[]) => void;
}

function Drawing({ corners, onCorners, onClose }: DrawingProps) {
  const { t } = useTranslation();
  const sheet = useRef<HTMLDivElement>(null);
  const [cross, setCross] = useState<ViewPlace>();
  useEffect(() => sheet.current?.focus(), []);
  const drawing = useDrawing(corners, onCorners, onClose);
  const onKeyDown = (event: KeyboardEvent): void => {
    const [x, y] = cross ?? [0, 0];
    const [across, up] = ARROWS[event.key] ?? [0, 0];
    const step = event.shiftKey ? 5 * KEY_STEP : KEY_STEP;
    if (across !== 0 || up !== 0) setCross([clamped(x + across * step), clamped(y + up * step)]);
    else if (event.key === ' ') onCorners([...corners, [x, y]]);
    else if (event.key === 'Enter') onClose(corners);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      <div
        ref={sheet}
        className={styles['sheet']}
        role="application"
        tabIndex={0}
        aria-label={t('lasso.help')}
        data-testid="lasso"
        onKeyDown={onKeyDown}
        {...drawing}
      />
      <Outline corners={corners} cross={cross} />
      <p className={styles['words']}>{t('lasso.close')}</p>
    </>
  );
}

/** A drag draws and closes; clicks set corners, a double click closes. */
function useDrawing(
  corners: DrawingProps['corners'],
  onCorners: DrawingProps['onCorners'],
  onClose: DrawingProps['onClose'],
) {
  const held = useRef<{ readonly corners: ViewPlace[]; x: number; y: number; draws: boolean }>(undefined);
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      held.current = { corners: [...corners, placeOf(event)], x: event.clientX, y: event.clientY, draws: false };
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const from = held.current;
      if (!from || Math.hypot(event.clientX - from.x, event.clientY - from.y) < CORNER_PX) return;
      from.corners.push(placeOf(event));
      Object.assign(from, { x: event.clientX, y: event.clientY, draws: true });
      onCorners([...from.corners]);
    },
    onPointerUp: () => {
      const from = held.current;
      held.current = undefined;
      if (!from) return;
      onCorners(from.corners);
      if (from.draws) onClose(from.corners);
    },
    onPointerCancel: () => {
      held.current = undefined;
    },
    onDoubleClick: () => onClose(corners),
  };
}

interface ChoiceProps {
  readonly onTake: (keeps: LassoStroke['keeps']) => void;
  readonly onGiveUp: () => void;
}

function Choice({ onTake, onGiveUp }: ChoiceProps) {
  const { t } = useTranslation();
  return (
    <div className={styles['choice']} role="group" aria-label={t('lasso.choice')}>
      <Button kind="primary" autoFocus onClick={() => onTake('outside')}>
        {t('lasso.cutInside')}
      </Button>
      <Button onClick={() => onTake('inside')}>{t('lasso.keepInside')}</Button>
      <Button kind="quiet" onClick={onGiveUp}>
        {t('lasso.giveUp')}
      </Button>
    </div>
  );
}

interface OutlineProps {
  readonly corners: readonly ViewPlace[];
  readonly isClosed?: boolean;
  readonly cross?: ViewPlace | undefined;
}

function Outline({ corners, isClosed = false, cross }: OutlineProps) {
  const line = corners.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x} ${-y}`).join('') + (isClosed ? 'Z' : '');
  const dots = [...(corners.length === 1 ? corners : []), ...(cross ? [cross] : [])];
  return (
    <svg viewBox="-1 -1 2 2" preserveAspectRatio="none" aria-hidden>
      <path className={styles['casing']} d={line} />
      <path className={styles['line']} d={line} />
      <path className={styles['dots']} d={dots.map(([x, y]) => `M${x} ${-y}h0`).join('')} />
    </svg>
  );
}

function placeOf({ clientX, clientY, currentTarget }: PointerEvent<HTMLElement>): ViewPlace {
  const { left, top, width, height } = currentTarget.getBoundingClientRect();
  return [(2 * (clientX - left)) / width - 1, 1 - (2 * (clientY - top)) / height];
}

const ARROWS: Readonly<Record<string, readonly [across: number, up: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

const clamped = (value: number): number => Math.min(Math.max(value, -1), 1);
