import { useTranslation } from 'react-i18next';
import type { AppClient } from '../../contract/app/app-contract';
import { FailureWords } from '../controls/failure-words';
import { ModelCard } from './model-card';
import { ModelImport } from './models-import';
import { ModelTiers } from './models-tiers';
import styles from './settings.module.css';
import { useAsked } from './use-asked';

const list = (client: AppClient) => client.models.list();

/** The models there are, and those that can be fetched. */
export function ModelsPage() {
  const { t } = useTranslation();
  const { answer: models, failure, again } = useAsked(list);
  if (!models) return failure ? <FailureWords failure={failure} /> : <p role="status">{t('models.reading')}</p>;
  return (
    <>
      <ModelTiers models={models} onChange={again} />
      <ul className={styles['models']} aria-label={t('models.list')}>
        {models.map((model) => (
          <ModelCard key={model.id} model={model} onChange={again} />
        ))}
      </ul>
      <ModelImport models={models} onChange={again} />
    </>
  );
}
