import { useTranslation } from 'react-i18next';
import type { Failure } from '../../contract/failure';
import styles from './controls.module.css';

/** What went wrong, with which file, and what to do about it. */
export function FailureWords({ failure }: { readonly failure: Failure }) {
  const { t, i18n } = useTranslation();
  // The host's own remedy is more to the point, but English.
  const remedy = i18n.language === 'en' && failure.remedy !== '' ? failure.remedy : t(`failure.remedy.${failure.code}`);
  return (
    <div className={styles['failure']}>
      <span className={styles['failureTitle']}>{t(`failure.title.${failure.code}`)}</span>
      <span className={styles['failureDetail']}>{failure.message}</span>
      <span>{remedy}</span>
    </div>
  );
}
