import type { KeyboardEvent, MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { DepthResult } from '../../contract/estimate';
import type { Measurement } from '../../core/measuring/measurement';
import { type PhotoPlace, placeOfPixel } from '../../core/measuring/picked-point';
import { useApp, useMeasuring } from '../state/app-context';
import { classNames } from '../theme/class-names';
import { gridPixelAt } from '../viewer-page/grid-pixel-at';
import { usePointAt } from '../viewer-page/use-pointing';
import { finishDraft, takePlace } from './measure-actions';
import styles from './measure.module.css';
import { linesOf } from './measured-lines';
import { quantityWords } from './quantity-words';
import { useMeasured } from './use-measured';
import { useUnit } from './use-unit';

/** What is measured, over an element that shows the whole photo; with a tool in hand it takes places, by keys too. */
export function MeasureOverlay({ depth }: { readonly depth: DepthResult }) {
  const open = useMeasuring((measuring) => measuring.open);
  return open ? <OpenOverlay depth={depth} /> : null;
}

function OpenOverlay({ depth }: { readonly depth: DepthResult }) {
  const { t } = useTranslation();
  const unit = useUnit();
  const scene = useMeasured(depth);
  const tool = useMeasuring((measuring) => measuring.tool);
  const draft = useMeasuring((measuring) => measuring.draft);
  const selected = useMeasuring((measuring) => measuring.selected);
  const taking = useTakingPlaces(depth);
  const { widthPx, heightPx } = depth.photo;
  return (
    <div
      className={styles['overlay']}
      {...(tool && { ...taking, tabIndex: 0, role: 'application', 'aria-label': t('measure.placesHelp') })}
    >
      <svg viewBox={`0 0 ${widthPx} ${heightPx}`} preserveAspectRatio="none" aria-hidden>
        {scene.items.map(({ measurement }) => (
          <Drawing key={measurement.id} {...measurement} isSelected={measurement.id === selected} />
        ))}
        {tool && draft.length > 0 && <Drawing kind={tool === 'level' ? 'path' : tool} places={draft} isSelected />}
      </svg>
      {scene.items.map(({ measurement, quantities }) => {
        const middle = middleOf(measurement.places);
        const left = `${(100 * middle.xPx) / widthPx}%`;
        const top = `${(100 * middle.yPx) / heightPx}%`;
        return (
          <span key={measurement.id} className={styles['tag']} style={{ left, top }} aria-hidden>
            {quantities?.[0] ? quantityWords(t, quantities.at(-1)!, unit) : t('measure.nothing')}
          </span>
        );
      })}
    </div>
  );
}

/** Clicks take the place below them. Arrows move the pixel pointed at, Enter or space takes it. */
function useTakingPlaces(depth: DepthResult) {
  const app = useApp();
  const pointAt = usePointAt(depth);
  const grid = { size: { widthPx: depth.widthPx, heightPx: depth.heightPx }, photo: depth.photo };
  return {
    onClick: (event: MouseEvent<HTMLElement>) =>
      takePlace(app, placeOfPixel(grid, gridPixelAt(event, event.currentTarget.getBoundingClientRect(), depth))),
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      const { pointed } = app.viewer.getState();
      const from = pointed ?? { column: depth.widthPx >> 1, row: depth.heightPx >> 1 };
      const step = event.shiftKey ? 10 : 1;
      const [across, down] = ARROWS[event.key] ?? [0, 0];
      if (across !== 0 || down !== 0) {
        pointAt({
          column: clamped(from.column + across * step, depth.widthPx),
          row: clamped(from.row + down * step, depth.heightPx),
        });
      } else if (event.key === ' ') takePlace(app, placeOfPixel(grid, from));
      else if (event.key === 'Enter') finishDraft(app);
      else return;
      event.preventDefault();
    },
  };
}

const ARROWS: Readonly<Record<string, readonly [across: number, down: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

const clamped = (value: number, count: number): number => Math.min(Math.max(value, 0), count - 1);

interface DrawingProps {
  readonly kind: Measurement['kind'];
  readonly places: readonly PhotoPlace[];
  readonly isSelected: boolean;
}

function Drawing({ kind, places, isSelected }: DrawingProps) {
  const lines = linesOf(kind, places.length)
    .map(([from, to]) => `M${places[from]!.xPx} ${places[from]!.yPx}L${places[to]!.xPx} ${places[to]!.yPx}`)
    .join('');
  const dots = places.map(({ xPx, yPx }) => `M${xPx} ${yPx}h0`).join('');
  return (
    <g className={classNames(styles['drawing'], isSelected && styles['selected'])}>
      <path className={styles['casing']} d={lines + dots} />
      <path className={styles['line']} d={lines} />
      <path className={styles['dots']} d={dots} />
    </g>
  );
}

function middleOf(places: readonly PhotoPlace[]): PhotoPlace {
  const mean = (value: (place: PhotoPlace) => number): number =>
    places.reduce((sum, place) => sum + value(place), 0) / places.length;
  return { xPx: mean(({ xPx }) => xPx), yPx: mean(({ yPx }) => yPx) };
}
