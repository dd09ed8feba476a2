import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { DepthResult } from '../../contract/estimate';
import { CaptureButtons } from '../capture/capture-buttons';
import { IconButton } from '../controls/button';
import { EmptyState } from '../controls/empty-state';
import { LassoOverlay } from '../lasso/lasso-overlay';
import { CloudMeasuring, useCloudPlaces } from '../measure/cloud-measuring';
import type { ViewOptions, ViewScene } from '../viewer/view-scene';
import { Legend } from './legend';
import { useCloudView } from './use-cloud-view';
import { usePointAt } from './use-pointing';
import styles from './viewer.module.css';

interface CloudPaneProps {
  readonly depth: DepthResult;
  readonly scene: ViewScene;
  readonly options: ViewOptions;
}

/** The point cloud. It draws by itself: nothing here runs for a frame. */
export function CloudPane({ depth, scene, options }: CloudPaneProps) {
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement>(null);
  const measures = useRef<() => void>(null);
  const { problem, view } = useCloudView(canvas, {
    scene,
    options,
    pointAt: usePointAt(depth),
    onFrame: () => measures.current?.(),
  });
  const taking = useCloudPlaces(depth, view);
  return (
    <section className={styles['pane']} aria-label={t('layout.cloud')}>
      <canvas
        ref={canvas}
        className={styles['cloud']}
        tabIndex={0}
        role="application"
        aria-label={t('viewer.cloudHelp')}
        data-testid="cloud"
        {...taking}
      />
      <CloudMeasuring depth={depth} view={view} redraw={measures} />
      <div className={styles['overCloud']}>
        <CaptureButtons view={view} disabled={problem !== undefined} />
        <IconButton icon="fit" words={t('viewer.fit')} onClick={() => view.current?.fit()} />
      </div>
      <LassoOverlay view={view} />
      {options.colourMode === 'depth' && <Legend colourMap={options.colourMap} range={options.depthRangeMetres} />}
      {problem && (
        <div className={styles['overAll']} role="alert">
          <EmptyState title={t(`viewer.${problem}`)} text={t(`viewer.${problem}Remedy`)} />
        </div>
      )}
    </section>
  );
}
