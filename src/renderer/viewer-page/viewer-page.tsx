import { useTranslation } from 'react-i18next';
import { CameraPanel } from '../camera/camera-panel';
import { CloudsPanel } from '../clouds/clouds-panel';
import { Button, IconButton } from '../controls/button';
import { Segments } from '../controls/segments';
import type { IconName } from '../controls/icon';
import { LassoPanel } from '../lasso/lasso-panel';
import { toggleMeasuring } from '../measure/measure-actions';
import { MeasurePanel } from '../measure/measure-panel';
import { useActions, useApp, useLibrary, useMeasuring, useViewer } from '../state/app-context';
import { shownPhoto } from '../state/library';
import { neighbourOf } from '../state/actions';
import { VIEW_LAYOUTS, type ViewLayout } from '../state/viewer';
import { ClipPanel } from './clip-panel';
import { DepthSourcePanel } from './depth-source-panel';
import { LookPanel } from './look-panel';
import { ProvenancePanel } from './provenance-panel';
import { StaleBanner } from './stale-banner';
import { Stage } from './stage';
import styles from './viewer.module.css';

const LAYOUT_ICONS: Readonly<Record<ViewLayout, IconName>> = {
  side: 'columns',
  photo: 'photos',
  depth: 'depth',
  cloud: 'cube',
};

/** One photo, its depth and its cloud. */
export function ViewerPage() {
  const { t } = useTranslation();
  return (
    <div className={styles['viewer']}>
      <div className={styles['left']}>
        <ViewerBar />
        <StaleBanner />
        <Stage />
      </div>
      <aside className={styles['panels']} aria-label={t('viewer.panels')}>
        <MeasurePanel />
        <LookPanel />
        <ClipPanel />
        <LassoPanel />
        <CloudsPanel />
        <CameraPanel />
        <DepthSourcePanel />
        <ProvenancePanel />
      </aside>
    </div>
  );
}

function ViewerBar() {
  const { t } = useTranslation();
  const app = useApp();
  const { step, openCompare } = useActions();
  const photo = useViewer((viewer) => viewer.photo);
  const layout = useViewer(({ look }) => look.layout);
  const measures = useMeasuring(({ open }) => open);
  const name = useLibrary((library) => photo && shownPhoto(library, photo)?.name);
  const hasPrevious = useLibrary((library) => neighbourOf(library, photo, -1) !== undefined);
  const hasNext = useLibrary((library) => neighbourOf(library, photo, 1) !== undefined);
  return (
    <div className={styles['bar']}>
      <IconButton icon="left" words={t('viewer.previous')} disabled={!hasPrevious} onClick={() => step(-1)} />
      <IconButton icon="right" words={t('viewer.next')} disabled={!hasNext} onClick={() => step(1)} />
      <h1 className={styles['name']} title={name}>
        {name}
      </h1>
      <IconButton icon="ruler" words={t('measure.open')} pressed={measures} onClick={() => toggleMeasuring(app)} />
      <Button onClick={openCompare}>{t('compare.open')}</Button>
      <Segments
        label={t('layout.label')}
        value={layout}
        choices={VIEW_LAYOUTS.map((value) => ({ value, label: t(`layout.${value}`), icon: LAYOUT_ICONS[value] }))}
        onChange={(next) => app.viewer.setState(({ look }) => ({ look: { ...look, layout: next } }))}
      />
    </div>
  );
}
