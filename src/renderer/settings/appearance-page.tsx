import { useTranslation } from 'react-i18next';
import type { Settings } from '../../contract/app/settings';
import { Button } from '../controls/button';
import { SelectField } from '../controls/select-field';
import { act } from '../state/app';
import { useActions, useApp, useSession } from '../state/app-context';
import styles from './settings.module.css';

const THEMES: readonly Settings['theme'][] = ['system', 'light', 'dark'];

/** Languages by their own names, so that a person finds theirs whatever is shown. */
const OWN_NAMES: Readonly<Record<Exclude<Settings['language'], 'system'>, string>> = {
  en: 'English',
  'zh-CN': '简体中文',
};

/** Language and theme, and what this is. */
export function AppearancePage() {
  const { t } = useTranslation();
  const app = useApp();
  const { changeSettings } = useActions();
  const settings = useSession((session) => session.settings);
  const about = useSession((session) => session.about);
  if (!settings) return <p role="status">{t('settings.reading')}</p>;
  return (
    <div className={styles['page']}>
      <SelectField
        label={t('settings.language')}
        value={settings.language}
        choices={[
          { value: 'system', label: t('settings.likeSystem') },
          { value: 'en', label: OWN_NAMES.en },
          { value: 'zh-CN', label: OWN_NAMES['zh-CN'] },
        ]}
        onChange={(language) => changeSettings({ language })}
      />
      <SelectField
        label={t('settings.theme')}
        value={settings.theme}
        choices={THEMES.map((value) => ({
          value,
          label: value === 'system' ? t('settings.likeSystem') : t(`theme.${value}`),
        }))}
        onChange={(theme) => changeSettings({ theme })}
      />
      {about && (
        <p className={styles['hint']}>{t('about.version', { version: about.version, platform: about.platform })}</p>
      )}
      {about?.host === 'desktop' && (
        <div className={styles['modelButtons']}>
          {(['home', 'issues', 'licence'] as const).map((link) => (
            <Button key={link} icon="open" onClick={() => act(app, (client) => client.openLink({ link }))}>
              {t(`about.${link}`)}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}
