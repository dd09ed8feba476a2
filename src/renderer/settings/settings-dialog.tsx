import { Tabs } from '@base-ui/react/tabs';
import { useTranslation } from 'react-i18next';
import { DialogFrame } from '../controls/dialog-frame';
import { SETTINGS_PAGES, type SettingsPage } from '../state/ui';
import { AppearancePage } from './appearance-page';
import { ModelsPage } from './models-page';
import { ProcessingPage } from './processing-page';
import styles from './settings.module.css';
import { StoragePage } from './storage-page';

const PAGES: Readonly<Record<SettingsPage, () => React.JSX.Element>> = {
  processing: ProcessingPage,
  models: ModelsPage,
  storage: StoragePage,
  appearance: AppearancePage,
};

/** The settings. Each takes effect at once. */
export function SettingsDialog({ page, onClose }: { readonly page: SettingsPage; readonly onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <DialogFrame title={t('settings.title')} widthPx={760} onClose={onClose}>
      <Tabs.Root defaultValue={page} className={styles['tabs']} orientation="vertical">
        <Tabs.List className={styles['tabList']} aria-label={t('settings.title')}>
          {SETTINGS_PAGES.map((name) => (
            <Tabs.Tab key={name} value={name} className={styles['tab']}>
              {t(`settings.page.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {SETTINGS_PAGES.map((name) => {
          const Page = PAGES[name];
          return (
            <Tabs.Panel key={name} value={name} className={styles['tabPanel']}>
              <Page />
            </Tabs.Panel>
          );
        })}
      </Tabs.Root>
    </DialogFrame>
  );
}
