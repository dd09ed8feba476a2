import { useTranslation } from 'react-i18next';
import { Button } from '../controls/button';
import { EmptyState } from '../controls/empty-state';
import { FailureWords } from '../controls/failure-words';
import { ProgressBar } from '../controls/progress-bar';
import { useFolderName } from '../i18n/use-folder-name';
import { useActions, useApp, useLibrary, useSession } from '../state/app-context';
import { shownContent, shownOrder } from '../state/library';
import styles from './library.module.css';
import { PhotoGrid } from './photo-grid';
import { Welcome } from './welcome';

/** The folder that is shown: its photos, or why there are none. */
export function LibraryPage() {
  const { t } = useTranslation();
  const roots = useSession((session) => session.roots);
  const shown = useLibrary((library) => library.shown);
  const folderName = useFolderName();
  return (
    <>
      <h1 className={styles['hidden']}>{shown ? folderName(shown.name) : t('view.library')}</h1>
      {shown && <Folder />}
      {!shown && (roots?.length === 0 ? <Welcome /> : <Waiting />)}
    </>
  );
}

function Folder() {
  const { t } = useTranslation();
  const { retryFolder } = useActions();
  const app = useApp();
  const content = useLibrary(shownContent);
  const isEmpty = useLibrary((library) => shownOrder(library).length === 0);
  const shown = useLibrary((library) => library.shown);
  if (!content || !shown) return <Waiting />;
  if (content.status === 'failed' && content.photoCount === 0) {
    return (
      <EmptyState title={t('library.unreadable')} text={content.failure && <FailureWords failure={content.failure} />}>
        <Button icon="retry" onClick={() => retryFolder(shown.id)}>
          {t('common.retry')}
        </Button>
      </EmptyState>
    );
  }
  if (!isEmpty) return <PhotoGrid />;
  if (content.status === 'loading') return <Waiting />;
  if (content.photoCount > 0) {
    return (
      <EmptyState title={t('library.nothingPasses')}>
        <Button onClick={() => app.library.setState({ filterText: '', filterBadge: 'all' })}>
          {t('library.clearFilter')}
        </Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={t('library.empty')}
      text={
        content.folders.length > 0 ? t('library.emptyButFolders') : t('library.ignored', { count: content.ignored })
      }
    />
  );
}

function Waiting() {
  const { t } = useTranslation();
  return (
    <div className={styles['waiting']} role="status">
      {t('library.reading')}
      <ProgressBar label={t('library.reading')} value={undefined} />
    </div>
  );
}
