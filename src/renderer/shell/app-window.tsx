import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { CompareDialog } from '../compare/compare-dialog';
import { ExportDialog } from '../export/export-dialog';
import { LibraryPage } from '../library/library-page';
import { QueuePanel } from '../queue/queue-panel';
import { SettingsDialog } from '../settings/settings-dialog';
import { useApp, useUi } from '../state/app-context';
import { ConnectionBanner } from './connection-banner';
import { DropZone } from './drop-zone';
import { FolderTree } from './folder-tree';
import { Notices } from './notices';
import styles from './shell.module.css';
import { SettingsProblem } from './settings-problem';
import { StatusLine } from './status-line';
import { TopBar } from './top-bar';
import { useWindowKeys } from './use-window-keys';

/** three.js is half of the page: the grid does not wait for it. */
const ViewerPage = lazy(async () => ({ default: (await import('../viewer-page/viewer-page')).ViewerPage }));

/** The whole window. */
export function AppWindow() {
  const { t } = useTranslation();
  const view = useUi((ui) => ui.view);
  const foldersOpen = useUi((ui) => ui.foldersOpen);
  const queueOpen = useUi((ui) => ui.queueOpen);
  useWindowKeys();
  return (
    <DropZone>
      <div className={styles['window']}>
        <TopBar />
        <ConnectionBanner />
        <SettingsProblem />
        <div className={styles['middle']}>
          {foldersOpen && view === 'library' && <FolderTree />}
          <main className={styles['page']} aria-label={view === 'library' ? t('view.library') : t('view.viewer')}>
            {view === 'library' ? (
              <LibraryPage />
            ) : (
              <Suspense fallback={<p className={styles['opening']}>{t('view.opening')}</p>}>
                <ViewerPage />
              </Suspense>
            )}
          </main>
          {queueOpen && <QueuePanel />}
        </div>
        <StatusLine />
      </div>
      <OpenDialog />
      <Notices />
    </DropZone>
  );
}

function OpenDialog() {
  const app = useApp();
  const dialog = useUi((ui) => ui.dialog);
  const close = (): void => app.ui.setState({ dialog: undefined });
  switch (dialog?.kind) {
    case 'export':
      return <ExportDialog onClose={close} />;
    case 'compare':
      return <CompareDialog onClose={close} />;
    case 'settings':
      return <SettingsDialog page={dialog.page} onClose={close} />;
    // The cloud shows it: it is of what the cloud shows.
    case 'turntable':
    case undefined:
      return null;
  }
}
