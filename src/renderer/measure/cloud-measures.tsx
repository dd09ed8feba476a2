import { type Ref, useImperativeHandle, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { DepthResult } from '../../contract/estimate';
import type { MeasurementKind } from '../../core/measuring/measurement';
import { pickPoint } from '../../core/measuring/picked-point';
import type { Vector } from '../../core/measuring/vector';
import { useMeasuring } from '../state/app-context';
import { classNames } from '../theme/class-names';
import styles from './measure.module.css';
import { linesOf } from './measured-lines';
import { quantityWords } from './quantity-words';
import { useMeasured } from './use-measured';
import { useUnit } from './use-unit';

/** Where a point is drawn, in CSS pixels; undefined behind the camera. */
export type Projection = (point: Vector) => { readonly x: number; readonly y: number } | undefined;

interface CloudMeasuresProps {
  readonly depth: DepthResult;
  readonly project: Projection;
  /** Draws anew: the camera has moved. */
  readonly redraw: Ref<() => void>;
}

interface Drawn {
  readonly id: string;
  readonly kind: MeasurementKind;
  readonly points: readonly Vector[];
  readonly words: string;
  readonly isSelected: boolean;
}

/** What is measured, over the cloud. It follows the camera without rendering anything again. */
export function CloudMeasures({ depth, project, redraw }: CloudMeasuresProps) {
  const lines = useRef<SVGSVGElement>(null);
  const tags = useRef<HTMLDivElement>(null);
  const drawn = useDrawn(depth);
  const draw = (): void => {
    drawn.forEach((each, i) => {
      place(each, project, lines.current?.children[i], tags.current?.children[i] as HTMLElement | undefined);
    });
  };
  useImperativeHandle(redraw, () => draw);
  useLayoutEffect(draw);
  return (
    <div className={styles['overCloud']} aria-hidden data-pictured>
      <svg ref={lines}>
        {drawn.map(({ id, isSelected }) => (
          <g key={id} className={classNames(styles['drawing'], isSelected && styles['selected'])}>
            <path className={styles['casing']} />
            <path className={styles['line']} />
            <path className={styles['dots']} />
          </g>
        ))}
      </svg>
      <div ref={tags}>
        {drawn.map(({ id, words }) => (
          <span key={id} className={styles['tag']} hidden>
            {words}
          </span>
        ))}
      </div>
    </div>
  );
}

/** What was measured, and last what is being measured. */
function useDrawn(depth: DepthResult): readonly Drawn[] {
  const { t } = useTranslation();
  const unit = useUnit();
  const scene = useMeasured(depth);
  const tool = useMeasuring((measuring) => measuring.tool);
  const draft = useMeasuring((measuring) => measuring.draft);
  const selected = useMeasuring((measuring) => measuring.selected);
  const drawn = scene.items.flatMap(({ measurement: { id, kind }, points, quantities }): Drawn[] => {
    const positions = points.flatMap((point) => (point ? [point.position] : []));
    if (!quantities) return [];
    return [
      { id, kind, points: positions, words: quantityWords(t, quantities.at(-1)!, unit), isSelected: id === selected },
    ];
  });
  if (!tool || draft.length === 0) return drawn;
  const points = draft.flatMap((place) => {
    const point = pickPoint(scene.depth, place);
    return point ? [point.position] : [];
  });
  return [...drawn, { id: 'draft', kind: tool === 'level' ? 'path' : tool, points, words: '', isSelected: true }];
}

/** Lays a drawing and its tag where its points are seen; what is behind the camera is left out. */
function place(
  { kind, points, words }: Drawn,
  project: Projection,
  drawing: Element | undefined,
  tag: HTMLElement | undefined,
): void {
  const seen = points.map(project);
  const lines = linesOf(kind, points.length)
    .map(([from, to]) => [seen[from], seen[to]] as const)
    .map(([a, b]) => (a && b ? `M${a.x} ${a.y}L${b.x} ${b.y}` : ''))
    .join('');
  const visible = seen.filter((point) => point !== undefined);
  const dots = visible.map(({ x, y }) => `M${x} ${y}h0`).join('');
  [lines + dots, lines, dots].forEach((path, i) => drawing?.children[i]?.setAttribute('d', path));
  if (!tag) return;
  tag.hidden = words === '' || visible.length < points.length;
  const mean = (value: (point: { x: number; y: number }) => number): number =>
    visible.reduce((sum, point) => sum + value(point), 0) / visible.length;
  tag.style.left = `${mean(({ x }) => x)}px`;
  tag.style.top = `${mean(({ y }) => y)}px`;
}
