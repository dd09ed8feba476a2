import { useTranslation } from 'react-i18next';
import { IconButton } from '../controls/button';
import { FailureWords } from '../controls/failure-words';
import { useApp, useUi } from '../state/app-context';
import styles from './shell.module.css';

/** Failures of what the person asked for, in the corner, until they put them away. */
export function Notices() {
  const { t } = useTranslation();
  const app = useApp();
  const notices = useUi((ui) => ui.notices);
  const putAway = (id: number): void =>
    app.ui.setState((ui) => ({ notices: ui.notices.filter((notice) => notice.id !== id) }));
  return (
    <ul className={styles['notices']} aria-live="assertive" aria-label={t('notices.label')}>
      {notices.map(({ id, failure }) => (
        <li key={id} className={styles['notice']}>
          <FailureWords failure={failure} />
          <IconButton icon="close" words={t('common.dismiss')} onClick={() => putAway(id)} />
        </li>
      ))}
    </ul>
  );
}
