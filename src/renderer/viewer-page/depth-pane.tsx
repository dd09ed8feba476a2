import { type CSSProperties, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { DepthResult } from '../../contract/estimate';
import { MeasureOverlay } from '../measure/measure-overlay';
import { DepthView2d } from '../viewer/depth-view-2d';
import type { ViewOptions, ViewScene } from '../viewer/view-scene';
import { classNames } from '../theme/class-names';
import { Legend } from './legend';
import { Marker } from './marker';
import { usePointing } from './use-pointing';
import styles from './viewer.module.css';

interface DepthPaneProps {
  readonly depth: DepthResult;
  readonly scene: ViewScene;
  readonly options: ViewOptions;
}

/** The depth map in colours; its pixels can be pointed at. */
export function DepthPane({ depth, scene, options }: DepthPaneProps) {
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement>(null);
  const view = useRef<DepthView2d>(undefined);
  const firstOptions = useRef(options);
  const pointing = usePointing(depth);
  useEffect(() => {
    const mounted = new DepthView2d(canvas.current!, firstOptions.current);
    view.current = mounted;
    return () => mounted.dispose();
  }, []);
  useEffect(() => view.current?.show(scene), [scene]);
  useEffect(() => view.current?.setOptions(options), [options]);
  return (
    <section className={styles['pane']} aria-label={t('layout.depth')}>
      <div
        className={classNames(styles['fitted'], styles['beside'])}
        style={{ '--aspect': depth.photo.widthPx / depth.photo.heightPx } as CSSProperties}
        {...pointing}
      >
        <canvas ref={canvas} role="img" aria-label={t('viewer.depthMap')} data-testid="depth" />
        <Marker size={depth} />
        <MeasureOverlay depth={depth} />
      </div>
      <Legend colourMap={options.colourMap} range={options.depthRangeMetres} />
    </section>
  );
}
