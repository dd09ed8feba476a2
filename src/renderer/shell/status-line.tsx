import { useTranslation } from 'react-i18next';
import type { EngineState } from '../../contract/app/events';
import { Button } from '../controls/button';
import { ProgressBar } from '../controls/progress-bar';
import { useActions, useApp, useLibrary, useSession, useUi } from '../state/app-context';
import { isActive, progressOf, runningJob } from '../state/job-words';
import { shownContent, shownOrder } from '../state/library';
import { classNames } from '../theme/class-names';
import { useDuration } from '../i18n/use-duration';
import styles from './shell.module.css';

/** What goes on, in one line. */
export function StatusLine() {
  return (
    <footer className={styles['status']}>
      <EngineWords />
      <PhotoCount />
      <QueueButton />
    </footer>
  );
}

const DOTS: Readonly<Record<EngineState['state'], string | undefined>> = {
  starting: styles['dotBusy'],
  ready: styles['dotGood'],
  restarting: styles['dotBusy'],
  failed: styles['dotBad'],
};

function EngineWords() {
  const { t } = useTranslation();
  const { restartEngine } = useActions();
  const engine = useSession((session) => session.engine);
  const isConnected = useSession(({ link }) => link.state === 'connected');
  const reason =
    engine.state === 'restarting' ? engine.reason : engine.state === 'failed' ? engine.failure.message : '';
  return (
    <span className={styles['statusPart']} role="status" title={reason}>
      <span className={classNames(styles['dot'], isConnected && DOTS[engine.state])} aria-hidden />
      {isConnected ? t(`engine.${engine.state}`) : t('engine.noConnection')}
      {engine.state === 'failed' && (
        <Button kind="quiet" icon="retry" onClick={restartEngine}>
          {t('engine.restart')}
        </Button>
      )}
    </span>
  );
}

function PhotoCount() {
  const { t } = useTranslation();
  const total = useLibrary((library) => shownContent(library)?.photoCount ?? 0);
  const passing = useLibrary((library) => shownOrder(library).length);
  const isReading = useLibrary((library) => shownContent(library)?.status === 'loading');
  const selected = useLibrary(({ selection }) => selection.selected.size);
  return (
    <span className={styles['statusMiddle']}>
      {total > 0 && t('status.photos', { count: total })}
      {passing !== total && <span>{t('status.passing', { count: passing })}</span>}
      {isReading && <span>{t('status.reading')}</span>}
      {selected > 0 && <span>{t('status.selected', { count: selected })}</span>}
    </span>
  );
}

function QueueButton() {
  const { t } = useTranslation();
  const { ui } = useApp();
  const jobs = useSession((session) => session.jobs);
  const open = useUi(({ queueOpen }) => queueOpen);
  const duration = useDuration();
  const job = runningJob(jobs);
  const active = jobs.filter(isActive).length;
  const words = job
    ? t('status.running', { label: job.label, done: job.done + job.skipped + job.failures.length, total: job.total })
    : active > 0
      ? t('status.waiting', { count: active })
      : t('status.queue');
  return (
    <span className={styles['statusPart']}>
      {job && (
        <span className={styles['statusBar']}>
          <ProgressBar label={words} value={progressOf(job)} />
        </span>
      )}
      <Button kind="quiet" icon="queue" aria-expanded={open} onClick={() => ui.setState({ queueOpen: !open })}>
        <span className={styles['statusJob']}>{words}</span>
        {job?.secondsLeft !== undefined && <span>{t('status.left', { time: duration(job.secondsLeft) })}</span>}
      </Button>
    </span>
  );
}
