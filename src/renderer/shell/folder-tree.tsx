import { useTranslation } from 'react-i18next';
import type { FolderId } from '../../contract/app/ids';
import type { Root } from '../../contract/app/library';
import { IconButton } from '../controls/button';
import { Icon, type IconName } from '../controls/icon';
import { useFolderName } from '../i18n/use-folder-name';
import { useActions, useLibrary, useSession } from '../state/app-context';
import { classNames } from '../theme/class-names';
import styles from './shell.module.css';
import { useTreeKeys } from './use-tree-keys';

const ROOT_ICONS: Readonly<Record<Root['kind'], IconName>> = { folder: 'folder', photos: 'photos', samples: 'sparkle' };

/** The folders that are open, as they lie on disk; each is looked into when it is opened. */
export function FolderTree() {
  const { t } = useTranslation();
  const roots = useSession((session) => session.roots);
  const onKeyDown = useTreeKeys();
  return (
    <nav className={styles['tree']} aria-label={t('folders.label')}>
      <h2 className={styles['treeTitle']}>{t('folders.label')}</h2>
      {roots && roots.length > 0 ? (
        <ul role="tree" aria-label={t('folders.label')} onKeyDown={onKeyDown}>
          {roots.map((root, index) => (
            <FolderNode
              key={root.id}
              folder={root}
              level={1}
              icon={ROOT_ICONS[root.kind]}
              isFirst={index === 0}
              isRoot
            />
          ))}
        </ul>
      ) : (
        <p className={styles['treeEmpty']}>{t('folders.none')}</p>
      )}
    </nav>
  );
}

interface FolderNodeProps {
  readonly folder: { readonly id: FolderId; readonly name: string };
  readonly level: number;
  readonly icon: IconName;
  readonly isFirst: boolean;
  readonly isRoot?: boolean;
}

function FolderNode({ folder, level, icon, isFirst, isRoot = false }: FolderNodeProps) {
  const actions = useActions();
  const isShown = useLibrary(({ shown }) => shown?.id === folder.id);
  const nothingShown = useLibrary(({ shown }) => shown === undefined);
  const isExpanded = useLibrary(({ expanded }) => expanded.has(folder.id));
  const content = useLibrary(({ folders }) => folders[folder.id]);
  const name = useFolderName()(folder.name);
  const mayHaveFolders = content?.status !== 'complete' || content.folders.length > 0;
  return (
    <li
      role="treeitem"
      aria-level={level}
      aria-selected={isShown}
      aria-expanded={mayHaveFolders ? isExpanded : undefined}
      aria-label={name}
      data-folder={folder.id}
      tabIndex={isShown || (isFirst && isRoot && nothingShown) ? 0 : -1}
      className={styles['treeItem']}
    >
      <div
        className={classNames(styles['treeRow'], isShown && styles['treeShown'])}
        style={{ paddingInlineStart: 4 + 14 * (level - 1) }}
        onClick={() => actions.showFolder(folder)}
        onDoubleClick={() => actions.setExpanded(folder.id, !isExpanded)}
      >
        <span
          className={classNames(styles['twisty'], isExpanded && styles['twistyOpen'])}
          aria-hidden
          onClick={(event) => {
            event.stopPropagation();
            actions.setExpanded(folder.id, !isExpanded);
          }}
        >
          {mayHaveFolders && <Icon name="right" />}
        </span>
        <Icon name={icon} />
        <span className={styles['treeName']} title={name}>
          {name}
        </span>
        {isRoot && <CloseRoot folder={folder.id} />}
      </div>
      {isExpanded && <SubFolders parent={folder.id} level={level + 1} />}
    </li>
  );
}

function CloseRoot({ folder }: { folder: FolderId }) {
  const { t } = useTranslation();
  const { closeRoot } = useActions();
  return (
    <span className={styles['treeClose']}>
      <IconButton
        icon="close"
        words={t('folders.close')}
        tabIndex={-1}
        onClick={(event) => {
          event.stopPropagation();
          closeRoot(folder);
        }}
      />
    </span>
  );
}

function SubFolders({ parent, level }: { parent: FolderId; level: number }) {
  const { t } = useTranslation();
  const content = useLibrary(({ folders }) => folders[parent]);
  if (content?.status === 'failed') return <div className={styles['treeNote']}>{t('folders.unreadable')}</div>;
  if (!content || (content.status === 'loading' && content.folders.length === 0)) {
    return <div className={styles['treeNote']}>{t('folders.reading')}</div>;
  }
  if (content.folders.length === 0) return null;
  return (
    <ul role="group">
      {content.folders.map((folder) => (
        <FolderNode key={folder.id} folder={folder} level={level} icon="folder" isFirst={false} />
      ))}
    </ul>
  );
}
