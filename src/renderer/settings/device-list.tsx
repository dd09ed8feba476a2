import { useTranslation } from 'react-i18next';
import type { Diagnosis } from '../../contract/diagnosis';
import { useByteWords } from '../i18n/use-byte-words';
import styles from './settings.module.css';

/** The devices that were found, each with the rungs it can take, best first, and why they stand so. */
export function DeviceList({ devices, ladder, system }: Pick<Diagnosis, 'devices' | 'ladder' | 'system'>) {
  const { t } = useTranslation();
  const byteWords = useByteWords();
  return (
    <details className={styles['devices']}>
      <summary>{t('settings.why')}</summary>
      <p className={styles['hint']}>
        {t('settings.system', { cpu: system.cpu, count: system.cores, memory: byteWords(system.memoryBytes) })}
      </p>
      <ul>
        {devices.map(({ name }, at) => (
          <li key={at}>
            <strong>{name}</strong>
            <ol className={styles['ladder']}>
              {ladder
                .filter(({ device }) => device === name)
                .map(({ provider, precision, islands = '', reason }) => (
                  <li key={`${provider} ${precision} ${islands}`}>
                    {t('settings.rung', { precision: t('settings.verdictOf', { precision, provider }), reason })}
                  </li>
                ))}
            </ol>
          </li>
        ))}
      </ul>
    </details>
  );
}
