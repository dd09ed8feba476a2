import { useTranslation } from 'react-i18next';
import { Button } from '../controls/button';
import { useActions, useSession, useViewer } from '../state/app-context';
import { stalenessOf } from '../state/viewer';
import styles from './viewer.module.css';

/** Tells where the depth in view was made with other settings than those set now; it is not made anew by itself. */
export function StaleBanner() {
  const { t } = useTranslation();
  const { rerun } = useActions();
  const load = useViewer((viewer) => viewer.load);
  const settings = useSession((session) => session.settings);
  const choice = useSession((session) => session.choice);
  const stale = load?.state === 'ready' && settings ? stalenessOf(load.depth, settings, choice) : undefined;
  if (!stale) return null;
  return (
    <div className={styles['stale']} role="status">
      <span>
        {stale.precision &&
          t('stale.precision', { made: stale.precision.made, set: t(`precision.${stale.precision.set}`) })}
        {stale.model && t('stale.model', stale.model)}
      </span>
      <Button icon="retry" onClick={() => rerun()}>
        {t('stale.rerun')}
      </Button>
    </div>
  );
}
