import { useTranslation } from 'react-i18next';
import { Button } from '../controls/button';
import { EmptyState } from '../controls/empty-state';
import { useActions, useSession } from '../state/app-context';
import styles from './library.module.css';

/** What stands in the window while nothing is open. */
export function Welcome() {
  const { t } = useTranslation();
  const actions = useActions();
  const canChoose = useSession(({ about }) => about?.can.chooseFiles ?? false);
  const recent = useSession((session) => session.recent);
  return (
    <EmptyState title={t('welcome.title')} text={t('welcome.text')}>
      {canChoose && (
        <Button kind="primary" icon="folder" onClick={actions.openFolder}>
          {t('action.openFolder')}
        </Button>
      )}
      <Button kind={canChoose ? 'plain' : 'primary'} icon="sparkle" onClick={actions.openSamples}>
        {t('action.openSamples')}
      </Button>
      <p className={styles['dropHint']}>{canChoose ? t('welcome.drop') : t('welcome.dropBrowser')}</p>
      {recent.length > 0 && (
        <section className={styles['recent']}>
          <h3>{t('welcome.recent')}</h3>
          <ul>
            {recent.map(({ id, name }) => (
              <li key={id}>
                <Button kind="quiet" icon="folder" onClick={() => actions.openRecent(id)}>
                  {name}
                </Button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </EmptyState>
  );
}
