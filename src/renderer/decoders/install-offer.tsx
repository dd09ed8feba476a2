import { useTranslation } from 'react-i18next';
import { Button } from '../controls/button';
import styles from './decoders.module.css';
import { InstallProgress } from './install-progress';
import { useInstall } from './use-install';

/** Offers the decoder that the photo in view needs, its licence first. */
export function InstallOffer() {
  const { t } = useTranslation();
  const install = useInstall('heic');
  return (
    <div className={styles['offer']}>
      <p className={styles['hint']}>{t('decoders.licence')}</p>
      <InstallProgress install={install} />
      {install.state === 'running' ? (
        <Button onClick={install.cancel}>{t('common.cancel')}</Button>
      ) : (
        <Button kind="primary" onClick={install.start}>
          {t('decoders.install')}
        </Button>
      )}
    </div>
  );
}
