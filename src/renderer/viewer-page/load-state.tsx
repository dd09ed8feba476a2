import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../controls/button';
import { FailureWords } from '../controls/failure-words';
import { EmptyState } from '../controls/empty-state';
import { ProgressBar } from '../controls/progress-bar';
import { InstallOffer } from '../decoders/install-offer';
import { useActions } from '../state/app-context';
import type { DepthLoad } from '../state/viewer';
import styles from './viewer.module.css';

/** What is being done for the photo in view, or why it could not be. */
export function LoadState({ load }: { readonly load: DepthLoad | undefined }) {
  const { t } = useTranslation();
  const actions = useActions();
  if (load?.state === 'failed') {
    const needsDecoder = load.failure.code === 'DecoderMissing';
    return (
      <section className={styles['pane']} role="alert">
        <EmptyState title={t('viewer.failed')} text={<FailureWords failure={load.failure} />}>
          {needsDecoder && <InstallOffer />}
          <Button {...(!needsDecoder && { kind: 'primary' as const })} icon="retry" onClick={() => actions.rerun()}>
            {t('common.retry')}
          </Button>
          <Button icon="gear" onClick={() => actions.openSettings()}>
            {t('action.settings')}
          </Button>
        </EmptyState>
      </section>
    );
  }
  const words = load?.state === 'loading' ? t(`stage.${load.stage}`) : t('view.opening');
  return (
    <section className={styles['pane']}>
      <div className={styles['loading']} role="status">
        <strong>{words}</strong>
        <ProgressBar label={words} value={undefined} />
        {load?.state === 'loading' && <Elapsed sinceMs={load.sinceMs} />}
      </div>
    </section>
  );
}

/** Seconds so far, once they are worth telling. */
function Elapsed({ sinceMs }: { sinceMs: number }) {
  const { t } = useTranslation();
  const [nowMs, setNowMs] = useState(sinceMs);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.floor((nowMs - sinceMs) / 1000);
  return <span className={styles['elapsed']}>{seconds >= 2 ? t('stage.elapsed', { count: seconds }) : ''}</span>;
}
