import { useTranslation } from 'react-i18next';
import { FailureWords } from '../controls/failure-words';
import { ProgressBar } from '../controls/progress-bar';
import { useByteWords } from '../i18n/use-byte-words';
import styles from './decoders.module.css';
import type { Install } from './use-install';

/** How far an installation has come, or why it failed; nothing where none was begun. */
export function InstallProgress({ install }: { readonly install: Install }) {
  const { t } = useTranslation();
  const byteWords = useByteWords();
  if (install.state === 'failed') return <FailureWords failure={install.failure} />;
  if (install.state !== 'running') return null;
  const { progress } = install;
  const words = progress
    ? `${t(`models.phase.${progress.phase}`)} · ${t('models.bytes', {
        done: byteWords(progress.bytesDone),
        total: byteWords(progress.bytesTotal),
      })}`
    : t('models.phase.waiting');
  const share = progress && progress.bytesTotal > 0 ? progress.bytesDone / progress.bytesTotal : undefined;
  return (
    <div className={styles['progress']} role="status">
      <p className={styles['hint']}>{words}</p>
      <ProgressBar label={words} value={share} />
    </div>
  );
}
