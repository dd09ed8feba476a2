import { useTranslation } from 'react-i18next';
import type { MaskSettings } from '../../core/depth/mask-depth';
import { SwitchField } from '../controls/switch-field';
import { MaskFields } from '../masks/mask-fields';
import styles from './export.module.css';

interface MasksFieldProps {
  readonly masks: MaskSettings;
  readonly onChange: (part: Partial<MaskSettings>) => void;
}

/** Which pixels are left out, or flagged. */
export function MasksField({ masks, onChange }: MasksFieldProps) {
  const { t } = useTranslation();
  return (
    <fieldset className={styles['fieldset']}>
      <legend>{t('masks.title')}</legend>
      <div className={styles['columns']}>
        <MaskFields masks={masks} onChange={onChange} />
        <SwitchField label={t('masks.keepSky')} checked={masks.keepSky} onChange={(keepSky) => onChange({ keepSky })} />
      </div>
      <p className={styles['hint']}>{t('masks.hint')}</p>
    </fieldset>
  );
}
