import { useTranslation } from 'react-i18next';
import { IconButton } from '../controls/button';
import { useApp, useSession } from '../state/app-context';
import styles from './shell.module.css';

/** Tells that the settings file was broken and was kept aside, until the person has read it. */
export function SettingsProblem() {
  const { t } = useTranslation();
  const app = useApp();
  const problem = useSession((session) => session.settingsProblem);
  if (problem === undefined) return null;
  return (
    <div className={styles['banner']} role="alert">
      <span>{t('settings.problem', { problem })}</span>
      <IconButton
        icon="close"
        words={t('common.dismiss')}
        onClick={() => app.session.setState({ settingsProblem: undefined })}
      />
    </div>
  );
}
