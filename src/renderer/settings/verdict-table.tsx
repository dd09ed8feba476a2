import { useTranslation } from 'react-i18next';
import type { Diagnosis } from '../../contract/diagnosis';
import styles from './settings.module.css';

/** What became of each rung that was tried. */
export function VerdictTable({ verdicts }: Pick<Diagnosis, 'verdicts'>) {
  const { t } = useTranslation();
  if (verdicts.length === 0) return undefined;
  return (
    <ul className={styles['verdicts']} data-testid="verdicts">
      {verdicts.map(({ provider, precision, options, status, ms, absRelVsFp32, checkedInPart, reason }) => (
        <li key={`${provider} ${precision} ${options.islands ?? ''}`} data-status={status}>
          <span>{t('settings.verdictOf', { precision, provider })}</span>
          <strong>{t(`settings.verdictStatus.${status}`)}</strong>
          <span className={styles['hint']}>
            {[
              ...(ms === null ? [] : [t('settings.verdictTime', { ms: ms.toFixed(1) })]),
              ...(absRelVsFp32
                ? [t('settings.verdictDrift', { drift: Number((100 * absRelVsFp32).toPrecision(2)) })]
                : []),
              ...(checkedInPart ? [t('settings.verdictInPart')] : []),
              reason,
            ].join(' · ')}
          </span>
        </li>
      ))}
    </ul>
  );
}
