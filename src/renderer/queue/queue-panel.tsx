import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../controls/button';
import { act } from '../state/app';
import { useApp, useSession } from '../state/app-context';
import { inQueueOrder, isActive } from '../state/job-words';
import { JobCard } from './job-card';
import styles from './queue.module.css';

/** All exports: what runs, what waits, what has ended and how. */
export function QueuePanel() {
  const { t } = useTranslation();
  const app = useApp();
  const jobs = useSession((session) => session.jobs);
  const active = jobs.filter(isActive).length;
  return (
    <aside className={styles['panel']} aria-label={t('queue.title')}>
      <header className={styles['head']}>
        <h2>{t('queue.title')}</h2>
        {active > 1 && (
          <Button kind="quiet" onClick={() => act(app, (client) => client.exports.cancelAll())}>
            {t('queue.cancelAll')}
          </Button>
        )}
        <IconButton icon="close" words={t('common.close')} onClick={() => app.ui.setState({ queueOpen: false })} />
      </header>
      {jobs.length === 0 ? (
        <p className={styles['empty']}>{t('queue.empty')}</p>
      ) : (
        <ul className={styles['list']}>
          {inQueueOrder(jobs).map((job) => (
            <JobCard key={job.id} job={job} />
          ))}
        </ul>
      )}
    </aside>
  );
}
