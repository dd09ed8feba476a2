import { useTranslation } from 'react-i18next';
import { Button } from '../controls/button';
import { SelectField } from '../controls/select-field';
import { useSession } from '../state/app-context';
import styles from './export.module.css';
import type { Destinations } from './use-destinations';

/** Where to: one of the places the host offers, or another one where it can ask. */
export function DestinationField({ places }: { readonly places: Destinations }) {
  const { t } = useTranslation();
  const canChoose = useSession(({ about }) => about?.can.chooseFiles ?? false);
  const { all, chosen } = places;
  if (!all) return <p role="status">{t('export.destination.reading')}</p>;
  return (
    <div className={styles['destination']}>
      {chosen ? (
        <SelectField
          label={t('export.destination.label')}
          value={chosen.id}
          choices={all.map(({ id, label }) => ({ value: id, label }))}
          onChange={places.choose}
        />
      ) : (
        <p>{t('export.destination.none')}</p>
      )}
      {canChoose && (
        <Button icon="folder" onClick={places.ask}>
          {t('export.destination.choose')}
        </Button>
      )}
    </div>
  );
}
