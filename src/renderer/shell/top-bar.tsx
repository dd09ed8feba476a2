import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../controls/button';
import { Segments } from '../controls/segments';
import { useActions, useApp, useLibrary, useSession, useUi } from '../state/app-context';
import { shownOrder } from '../state/library';
import { GridControls } from './grid-controls';
import styles from './shell.module.css';

/** What can be done, always in reach. */
export function TopBar() {
  const { t } = useTranslation();
  const app = useApp();
  const actions = useActions();
  const view = useUi((ui) => ui.view);
  const foldersOpen = useUi((ui) => ui.foldersOpen);
  const isEmpty = useLibrary((library) => shownOrder(library).length === 0);
  return (
    <header className={styles['topBar']}>
      <div className={styles['group']}>
        {view === 'library' && (
          <IconButton
            icon="sidebar"
            words={t('action.folders')}
            pressed={foldersOpen}
            onClick={() => app.ui.setState({ foldersOpen: !foldersOpen })}
          />
        )}
        <OpenButtons />
      </div>
      <div className={styles['group']}>
        <Segments
          label={t('view.label')}
          value={view}
          choices={[
            { value: 'library', label: t('view.library'), icon: 'grid' },
            { value: 'viewer', label: t('view.viewer'), icon: 'cube', disabled: isEmpty },
          ]}
          onChange={(next) => actions.command(next === 'library' ? 'showLibrary' : 'showViewer')}
        />
      </div>
      <div className={styles['groupEnd']}>
        {view === 'library' && <GridControls />}
        <Button icon="export" kind="primary" disabled={isEmpty} onClick={actions.openExport}>
          {t('action.export')}
        </Button>
        <IconButton icon="gear" words={t('action.settings')} onClick={() => actions.openSettings()} />
      </div>
    </header>
  );
}

function OpenButtons() {
  const { t } = useTranslation();
  const actions = useActions();
  const canChoose = useSession(({ about }) => about?.can.chooseFiles ?? false);
  return (
    <>
      {canChoose && (
        <>
          <IconButton icon="folder" words={t('action.openFolder')} onClick={actions.openFolder} />
          <IconButton icon="photos" words={t('action.openPhotos')} onClick={actions.openPhotos} />
        </>
      )}
      <IconButton icon="sparkle" words={t('action.openSamples')} onClick={actions.openSamples} />
    </>
  );
}
