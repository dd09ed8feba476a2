import { useTranslation } from 'react-i18next';
import { RadioField } from '../controls/radio-field';
import { useFolderName } from '../i18n/use-folder-name';
import { useLibrary, useViewer } from '../state/app-context';
import { shownContent, shownPhoto } from '../state/library';
import { SCOPE_NAMES, type ScopeChoices, type ScopeName } from './export-scope';

interface ScopeFieldProps {
  readonly choices: ScopeChoices;
  readonly value: ScopeName | undefined;
  readonly onChange: (name: ScopeName) => void;
}

/** Which photos: those names that stand for something now. */
export function ScopeField({ choices, value, onChange }: ScopeFieldProps) {
  const { t } = useTranslation();
  const photo = useViewer((viewer) => viewer.photo);
  const photoName = useLibrary((library) => photo && shownPhoto(library, photo)?.name) ?? '';
  const shownName = useLibrary((library) => library.shown?.name) ?? '';
  const folderName = useFolderName()(shownName);
  const folderCount = useLibrary((library) => shownContent(library)?.photoCount) ?? 0;
  const { selection } = choices;
  const labels: Readonly<Record<ScopeName, string>> = {
    photo: t('export.scope.photo', { name: photoName }),
    selection: t('export.scope.selection', { count: selection?.kind === 'photos' ? selection.photos.length : 0 }),
    folder: t('export.scope.folder', { name: folderName, count: folderCount }),
    folderRecursive: t('export.scope.folderRecursive', { name: folderName }),
  };
  return (
    <RadioField
      label={t('export.scope.label')}
      value={value ?? 'folder'}
      choices={SCOPE_NAMES.filter((name) => choices[name]).map((name) => ({ value: name, label: labels[name] }))}
      onChange={onChange}
    />
  );
}
