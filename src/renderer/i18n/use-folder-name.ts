import { useTranslation } from 'react-i18next';

/** What a folder is called: the photos opened one by one make up one that has no name on disk. */
export function useFolderName(): (name: string) => string {
  const { t } = useTranslation();
  return (name) => (name === '' ? t('folders.singles') : name);
}
