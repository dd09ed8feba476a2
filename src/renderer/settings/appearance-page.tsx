import { useTranslation } from 'react-i18next';
import { type About, LINKS } from '../../contract/app/about';
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
      {about && <AboutFathom about={about} />}
    </div>
  );
}

/** Which version this is, and where to read more. A browser follows the links itself; the desktop app has the system do it. */
function AboutFathom({ about }: { about: About }) {
  const { t } = useTranslation();
  const app = useApp();
  const links = LINKS.flatMap((link) =>
    about.links[link] === undefined ? [] : [{ link, address: about.links[link] }],
  );
  return (
    <section className={styles['about']} aria-label={t('about.title')}>
      <h3>{t('about.title')}</h3>
      <p className={styles['hint']}>{t('about.version', { version: about.version, platform: about.platform })}</p>
      <div className={styles['modelButtons']}>
        {links.map(({ link, address }) =>
          about.host === 'desktop' ? (
            <Button key={link} icon="open" onClick={() => act(app, (client) => client.openLink({ link }))}>
              {t(`about.${link}`)}
            </Button>
          ) : (
            <a key={link} className={styles['link']} href={address} target="_blank" rel="noopener noreferrer">
              {t(`about.${link}`)}
            </a>
          ),
        )}
      </div>
    </section>
  );
}
