import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PhotoFacts } from '../../contract/app/photo';
import type { FocalRequest } from '../../core/camera/focal-request';
import { millimetres } from '../../core/camera/units';
import { NumberInput } from '../controls/number-input';
import { firstSensorWidth, type FocalForm, formsOf, requestOf } from './camera-state';
import styles from './camera.module.css';

interface FocalInputsProps {
  readonly facts: PhotoFacts;
  readonly focalPx: number;
  readonly onChange: (request: FocalRequest) => void;
}

/** One focal length in four forms; typing in one changes the others at once. */
export function FocalInputs({ facts, focalPx, onChange }: FocalInputsProps) {
  const { t } = useTranslation();
  const [sensorWidthMm, setSensorWidthMm] = useState(() => firstSensorWidth(facts));
  const forms = formsOf(facts, focalPx, sensorWidthMm);
  const take = (form: FocalForm, value: number, sensor = sensorWidthMm): void => {
    const request = requestOf(form, value, sensor);
    if (request) onChange(request);
  };
  const takeSensor = (value: number): void => {
    const sensor = millimetres(value);
    setSensorWidthMm(sensor);
    take('mm', forms.focalMm, sensor);
  };
  const [mm, px, degrees] = [t('unit.millimetres'), t('unit.pixels'), t('unit.degrees')];
  return (
    <div className={styles['inputs']}>
      <NumberInput
        label={t('camera.35mm')}
        unit={mm}
        digits={1}
        value={forms.focal35mm}
        onChange={(value) => take('35mm', value)}
      />
      <NumberInput
        label={t('camera.fieldOfView')}
        unit={degrees}
        digits={1}
        value={forms.horizontal}
        onChange={(value) => take('fieldOfView', value)}
      />
      <NumberInput
        label={t('camera.mm')}
        unit={mm}
        digits={2}
        value={forms.focalMm}
        onChange={(value) => take('mm', value)}
      />
      <NumberInput label={t('camera.sensor')} unit={mm} digits={2} value={sensorWidthMm} onChange={takeSensor} />
      <NumberInput
        label={t('camera.px')}
        unit={px}
        digits={0}
        value={forms.focalPx}
        onChange={(value) => take('px', value)}
      />
    </div>
  );
}
