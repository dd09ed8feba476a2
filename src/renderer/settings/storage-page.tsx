import { useTranslation } from 'react-i18next';
import type { AppClient } from '../../contract/app/app-contract';
import { Button } from '../controls/button';
import { FailureWords } from '../controls/failure-words';
import { ProgressBar } from '../controls/progress-bar';
import { SelectField } from '../controls/select-field';
import { DecodersSection } from '../decoders/decoders-section';
import { useByteWords } from '../i18n/use-byte-words';
import { act } from '../state/app';
import { useActions, useApp, useSession } from '../state/app-context';
import styles from './settings.module.css';
import { useAsked } from './use-asked';

const usage = (client: AppClient) => client.cache.usage();

const LIMITS_BYTES = [2 ** 28, 2 ** 29, 2 ** 30, 2 ** 31, 2 ** 32, 2 ** 33, 2 ** 34, 2 ** 35, 2 ** 36];

/** What Fathom keeps so as not to compute it twice. */
export function StoragePage() {
  const { t } = useTranslation();
  const app = useApp();
  const byteWords = useByteWords();
  const { changeSettings, refreshStates } = useActions();
  const limit = useSession(({ settings }) => settings?.cacheLimitBytes);
  const { answer, failure, again } = useAsked(usage);
  const clear = (): void =>
    act(app, async (client) => {
      await client.cache.clear();
      again();
      refreshStates();
    });
  if (limit === undefined) return <p role="status">{t('settings.reading')}</p>;
  const limits = LIMITS_BYTES.includes(limit) ? LIMITS_BYTES : [...LIMITS_BYTES, limit].sort((a, b) => a - b);
  return (
    <div className={styles['page']}>
      <p>{t('storage.text')}</p>
      {failure && <FailureWords failure={failure} />}
      {answer ? (
        <div className={styles['usage']}>
          <p>{t('storage.used', { used: byteWords(answer.bytes), limit: byteWords(limit) })}</p>
          <ProgressBar label={t('storage.usage')} value={Math.min(1, answer.bytes / limit)} />
          {answer.folder !== '' && <p className={styles['hint']}>{answer.folder}</p>}
        </div>
      ) : (
        !failure && <p role="status">{t('storage.counting')}</p>
      )}
      <SelectField
        label={t('storage.limit')}
        value={String(limit)}
        choices={limits.map((bytes) => ({ value: String(bytes), label: byteWords(bytes) }))}
        onChange={(bytes) => changeSettings({ cacheLimitBytes: Number(bytes) })}
      />
      <div>
        <Button icon="trash" onClick={clear}>
          {t('storage.clear')}
        </Button>
      </div>
      <DecodersSection />
    </div>
  );
}
