import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DepthResult } from '../../contract/estimate';
import { OPEN_CLIP_BOX, type ClipBox, type ClipStretch } from '../../core/cloud/clip-box';
import { Button } from '../controls/button';
import { Panel } from '../controls/panel';
import { RangeField } from '../controls/slider-field';
import { SwitchField } from '../controls/switch-field';
import { useApp, useViewer } from '../state/app-context';
import { focalScaleOf, zScaleOf } from '../state/viewer';
import { shownIntrinsics } from '../viewer/shown-point';
import { CLIP_STEPS, facesOfSteps, shownFaces, spanOfPoints, stepsOfFaces } from './clip-steps';
import styles from './viewer.module.css';

/** The box outside of which the photo's points are masked, in the viewer and in exports. */
export function ClipPanel() {
  const { t } = useTranslation();
  const app = useApp();
  const clip = useViewer((viewer) => viewer.clip);
  const load = useViewer((viewer) => viewer.load);
  if (load?.state !== 'ready') return null;
  const change = (part: Partial<typeof clip>): void => app.viewer.setState({ clip: { ...clip, ...part } });
  return (
    <Panel title={t('clip.title')}>
      <SwitchField label={t('clip.use')} checked={clip.on} onChange={(on) => change({ on })} />
      {clip.on && (
        <>
          <FaceFields depth={load.depth} box={clip.box} onChange={(box) => change({ box })} />
          <div className={styles['panelButtons']}>
            <Button icon="retry" disabled={clip.box === OPEN_CLIP_BOX} onClick={() => change({ box: OPEN_CLIP_BOX })}>
              {t('clip.reset')}
            </Button>
          </div>
          <p className={styles['note']}>{t('clip.hint')}</p>
        </>
      )}
    </Panel>
  );
}

interface FaceFieldsProps {
  readonly depth: DepthResult;
  readonly box: ClipBox;
  readonly onChange: (box: ClipBox) => void;
}

function FaceFields({ depth, box, onChange }: FaceFieldsProps) {
  const { t } = useTranslation();
  const focalPx = useViewer((viewer) => viewer.focalPx);
  const span = useMemo(
    () => spanOfPoints(depth, shownIntrinsics(depth, focalScaleOf(depth, focalPx)), zScaleOf(depth, focalPx)),
    [depth, focalPx],
  );
  return (['x', 'y', 'z'] as const).map((axis) => (
    <RangeField
      key={axis}
      label={t(`clip.axis.${axis}`)}
      words={facesWords(shownFaces(box[axis], span[axis]), (from, to) => t('clip.fromTo', { from, to }))}
      ends={[t(`clip.from.${axis}`), t(`clip.to.${axis}`)]}
      value={stepsOfFaces(box[axis], span[axis])}
      min={0}
      max={CLIP_STEPS}
      step={1}
      onChange={(steps) => onChange({ ...box, [axis]: facesOfSteps(steps, span[axis]) })}
    />
  ));
}

function facesWords([from, to]: ClipStretch, words: (from: string, to: string) => string): string {
  return words(from.toFixed(2), to.toFixed(2));
}
