import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DepthResult } from '../../contract/estimate';
import { IconButton } from '../controls/button';
import { EmptyState } from '../controls/empty-state';
import { useApp } from '../state/app-context';
import { CloudView } from '../viewer/cloud-view';
import type { ViewOptions, ViewScene } from '../viewer/view-scene';
import { Legend } from './legend';
import { usePointAt } from './use-pointing';
import styles from './viewer.module.css';

interface CloudPaneProps {
  readonly depth: DepthResult;
  readonly scene: ViewScene;
  readonly options: ViewOptions;
}

/** The point cloud. Only mounts the view and tells it what changed: it draws by itself. */
export function CloudPane({ depth, scene, options }: CloudPaneProps) {
  const { t } = useTranslation();
  const { viewer } = useApp();
  const canvas = useRef<HTMLCanvasElement>(null);
  const view = useRef<CloudView>(undefined);
  const [problem, setProblem] = useState<'noWebGl' | 'contextLost'>();
  const pointAt = usePointAt(depth);
  const latest = useRef({ options, pointAt });
  useEffect(() => {
    latest.current = { options, pointAt };
  });
  useEffect(() => {
    const element = canvas.current!;
    let mounted: CloudView;
    try {
      mounted = new CloudView(element, latest.current.options, {
        hover: (point) => latest.current.pointAt(point),
        contextLost: () => setProblem('contextLost'),
        contextRestored: () => setProblem(undefined),
      });
    } catch {
      setProblem('noWebGl');
      return undefined;
    }
    view.current = mounted;
    const observer = new ResizeObserver(() => mounted.resize());
    observer.observe(element);
    const stopFollowing = viewer.subscribe(({ pointed }, before) => {
      if (pointed !== before.pointed) mounted.highlight(pointed);
    });
    return () => {
      stopFollowing();
      observer.disconnect();
      mounted.dispose();
      view.current = undefined;
    };
  }, [viewer]);
  useEffect(() => view.current?.show(scene), [scene]);
  useEffect(() => view.current?.setOptions(options), [options]);
  return (
    <section className={styles['pane']} aria-label={t('layout.cloud')}>
      <canvas
        ref={canvas}
        className={styles['cloud']}
        tabIndex={0}
        role="application"
        aria-label={t('viewer.cloudHelp')}
        data-testid="cloud"
      />
      <div className={styles['overCloud']}>
        <IconButton icon="fit" words={t('viewer.fit')} onClick={() => view.current?.fit()} />
      </div>
      {options.colourMode === 'depth' && <Legend colourMap={options.colourMap} range={options.depthRangeMetres} />}
      {problem && (
        <div className={styles['overAll']} role="alert">
          <EmptyState title={t(`viewer.${problem}`)} text={t(`viewer.${problem}Remedy`)} />
        </div>
      )}
    </section>
  );
}
