import { useTranslation } from 'react-i18next';
import type { Diagnosis } from '../../contract/diagnosis';
import { useByteWords } from '../i18n/use-byte-words';
import styles from './settings.module.css';

/** The devices that were found, each with the precisions it can take, best first, and why they stand so. */
export function DeviceList({ devices, system }: Pick<Diagnosis, 'devices' | 'system'>) {
  const { t } = useTranslation();
  const byteWords = useByteWords();
  return (
    <details className={styles['devices']}>
      <summary>{t('settings.why')}</summary>
      <p className={styles['hint']}>
        {t('settings.system', { cpu: system.cpu, count: system.cores, memory: byteWords(system.memoryBytes) })}
      </p>
      <ul>
        {devices.map(({ provider, name, ladder }) => (
          <li key={provider}>
            <strong>{name}</strong>
            <ol className={styles['ladder']}>
              {ladder.map(({ precision, reason }) => (
                <li key={precision}>{t('settings.rung', { precision, reason })}</li>
              ))}
            </ol>
          </li>
        ))}
      </ul>
    </details>
  );
}
