import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DepthResult } from '../../contract/estimate';
import { pixels } from '../../core/camera/units';
import { UNITS_PER_METRE } from '../../core/cloud/length-unit';
import { focalFactorOf, type KnownLength, scaleFactorOf } from '../../core/measuring/known-length';
import { cameraName } from '../../core/measuring/scale-correction';
import type { Vector } from '../../core/measuring/vector';
import { useFocal } from '../camera/use-focal';
import { Button } from '../controls/button';
import { NumberInput } from '../controls/number-input';
import { tell } from '../state/app';
import { useActions, useApp, useViewer } from '../state/app-context';
import styles from './measure.module.css';
import { useUnit } from './use-unit';

interface KnownLengthFieldsProps {
  readonly depth: DepthResult;
  readonly points: readonly Vector[];
}

/** How long a distance is in truth, and what is to follow from it. */
export function KnownLengthFields({ depth, points }: KnownLengthFieldsProps) {
  const { t } = useTranslation();
  const unit = useUnit();
  const [typed, setTyped] = useState<number>();
  const facts = useViewer((viewer) => viewer.facts);
  const shownFocalPx = useViewer((viewer) => viewer.focalPx) ?? depth.camera.intrinsics.fxPx;
  const focal = useFocal();
  const correct = useScale(depth);
  const known: KnownLength | undefined =
    typed === undefined ? undefined : { from: points[0]!, to: points[1]!, trueMetres: typed / UNITS_PER_METRE[unit] };
  const factor = known && scaleFactorOf(known);
  const focalFactor = known && focalFactorOf(known, depth);
  const camera = facts && cameraName(facts);
  return (
    <div className={styles['known']}>
      <NumberInput
        label={t('measure.trueLength')}
        unit={unit}
        digits={4}
        value={typed}
        onChange={setTyped}
        onEmpty={() => setTyped(undefined)}
      />
      {known && factor === undefined && <p className={styles['note']}>{t('measure.notThatFar')}</p>}
      <div className={styles['buttons']}>
        <Button disabled={factor === undefined} onClick={() => factor !== undefined && correct('photo', factor)}>
          {t('measure.forPhoto')}
        </Button>
        {camera !== undefined && (
          <Button disabled={factor === undefined} onClick={() => factor !== undefined && correct('camera', factor)}>
            {t('measure.forCamera', { camera })}
          </Button>
        )}
        {focalFactor !== undefined && (
          <Button onClick={() => focal.change({ kind: 'px', focalPx: pixels(shownFocalPx * focalFactor) })}>
            {t('measure.focalInstead')}
          </Button>
        )}
        {depth.scale && depth.scale.origin !== 'typed' && (
          <Button onClick={() => correct('camera', undefined)}>{t('measure.forgetScale')}</Button>
        )}
      </div>
    </div>
  );
}

/** Keeps what lengths are to be multiplied by further, or forgets all of it, and has the depth come anew. */
function useScale(depth: DepthResult): (of: 'photo' | 'camera', factor: number | undefined) => void {
  const app = useApp();
  const actions = useActions();
  return (of, factor) => {
    const { photo } = app.viewer.getState();
    if (photo === undefined) return;
    const correction =
      factor === undefined ? null : { factor: (depth.scale?.factor ?? 1) * factor, modelId: depth.model.id };
    const kept = app
      .client()
      .then((client) => client.photo.setScale({ photo, of, correction }))
      .catch((error: unknown) => tell(app, error));
    actions.rerun(kept);
  };
}
