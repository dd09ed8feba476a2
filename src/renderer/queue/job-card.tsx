import { useTranslation } from 'react-i18next';
import type { Job } from '../../contract/app/jobs';
import { IconButton } from '../controls/button';
import { FailureWords } from '../controls/failure-words';
import { ProgressBar } from '../controls/progress-bar';
import { useDuration } from '../i18n/use-duration';
import { act } from '../state/app';
import { useApp, useSession } from '../state/app-context';
import { canRetry, isActive, progressOf } from '../state/job-words';
import styles from './queue.module.css';

/** More failures than this are counted, not listed. */
const MOST_FAILURES_LISTED = 20;

/** One export. */
export function JobCard({ job }: { readonly job: Job }) {
  const { t } = useTranslation();
  return (
    <li className={styles['job']}>
      <div className={styles['jobHead']}>
        <strong className={styles['jobLabel']} title={job.label}>
          {job.label}
        </strong>
        <JobButtons job={job} />
      </div>
      <p className={styles['where']} title={job.destination.label}>
        {t('queue.to', {
          formats: job.options.formats.map((format) => t(`format.${format}.name`)).join(', '),
          place: job.destination.label,
        })}
      </p>
      {isActive(job) && <ProgressBar label={job.label} value={job.state === 'waiting' ? 0 : progressOf(job)} />}
      <p className={styles['words']}>
        <StateWords job={job} />
      </p>
      {job.state === 'failed' && <FailureWords failure={job.failure} />}
      <Failures job={job} />
    </li>
  );
}

function StateWords({ job }: { job: Job }) {
  const { t } = useTranslation();
  const duration = useDuration();
  const counts = [
    t('queue.done', { done: job.done, total: job.total }),
    ...(job.skipped > 0 ? [t('queue.skipped', { count: job.skipped })] : []),
    ...(job.failures.length > 0 ? [t('queue.failed', { count: job.failures.length })] : []),
  ];
  if (job.state !== 'running') return [t(`queue.state.${job.state}`), ...(job.total > 0 ? counts : [])].join(' · ');
  if (job.total === 0) return t('queue.counting');
  const now = [
    ...(job.stage ? [t(`queue.stage.${job.stage}`, { photo: job.photo ?? '' })] : []),
    ...(job.secondsLeft === undefined ? [] : [t('status.left', { time: duration(job.secondsLeft) })]),
  ];
  return [...counts, ...now].join(' · ');
}

function JobButtons({ job }: { job: Job }) {
  const { t } = useTranslation();
  const app = useApp();
  const canShow = useSession(({ about }) => about?.can.showInFolder ?? false);
  const id = { job: job.id };
  return (
    <span className={styles['buttons']}>
      {canShow && job.done > 0 && (
        <IconButton
          icon="open"
          words={t('queue.show')}
          onClick={() => act(app, (client) => client.exports.showInFolder(id))}
        />
      )}
      {canRetry(job) && (
        <IconButton
          icon="retry"
          words={t('queue.retry')}
          onClick={() => act(app, (client) => client.exports.retry(id))}
        />
      )}
      {isActive(job) ? (
        <IconButton
          icon="close"
          words={t('queue.cancel')}
          onClick={() => act(app, (client) => client.exports.cancel(id))}
        />
      ) : (
        <IconButton
          icon="trash"
          words={t('queue.forget')}
          onClick={() => act(app, (client) => client.exports.forget(id))}
        />
      )}
    </span>
  );
}

function Failures({ job }: { job: Job }) {
  const { t } = useTranslation();
  if (job.failures.length === 0) return null;
  const listed = job.failures.slice(0, MOST_FAILURES_LISTED);
  const more = job.failures.length - listed.length;
  return (
    <details className={styles['failures']}>
      <summary>{t('queue.failures', { count: job.failures.length })}</summary>
      <ul>
        {listed.map(({ name, failure }) => (
          <li key={`${name} ${failure.message}`}>
            <strong className={styles['failedName']}>{name}</strong>
            <FailureWords failure={failure} />
          </li>
        ))}
      </ul>
      {more > 0 && <p>{t('queue.moreFailures', { count: more })}</p>}
    </details>
  );
}
