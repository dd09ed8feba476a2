import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../state/app-context';
import styles from './shell.module.css';

/** Tells while the way to the host is gone, and when it is tried again. */
export function ConnectionBanner() {
  const { t } = useTranslation();
  const link = useSession((session) => session.link);
  const seconds = useSecondsUntil(link.state === 'lost' ? link.retryAtMs : undefined);
  if (link.state !== 'lost') return null;
  return (
    <p className={styles['banner']} role="alert">
      {seconds > 0 ? t('connection.lost', { count: seconds }) : t('connection.trying')}
    </p>
  );
}

function useSecondsUntil(atMs: number | undefined): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    if (atMs === undefined) return undefined;
    const timer = setInterval(() => setNowMs(Date.now()), 500);
    return () => clearInterval(timer);
  }, [atMs]);
  return atMs === undefined ? 0 : Math.max(0, Math.ceil((atMs - nowMs) / 1000));
}
