import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppClient } from '../../contract/app/app-contract';
import type { PhotoId } from '../../contract/app/ids';
import { PRECISION_REQUESTS } from '../../core/precision/precision';
import { Button } from '../controls/button';
import { DialogFrame } from '../controls/dialog-frame';
import { FailureWords } from '../controls/failure-words';
import { SelectField } from '../controls/select-field';
import { useAsked } from '../settings/use-asked';
import { useSession, useViewer } from '../state/app-context';
import styles from './compare.module.css';
import { type ComparedChoice, type ShownComparison, useComparison } from './use-comparison';

const list = (client: AppClient) => client.models.list();

/** The photo in view by two models or precisions, and what differs. */
export function CompareDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const photo = useViewer((viewer) => viewer.photo);
  const settings = useSession((session) => session.settings);
  return (
    <DialogFrame title={t('compare.title')} widthPx={1240} onClose={onClose}>
      {photo && settings && <Compare photo={photo} model={settings.model} precision={settings.precision} />}
    </DialogFrame>
  );
}

function Compare({ photo, ...set }: ComparedChoice & { readonly photo: PhotoId }) {
  const { t } = useTranslation();
  const { answer: models = [] } = useAsked(list);
  const [first, setFirst] = useState<ComparedChoice>({ model: set.model, precision: set.precision });
  const [second, setSecond] = useState<ComparedChoice>();
  const { comparison, failure } = useComparison(photo, first, second);
  const ready = models.filter(({ status }) => status === 'ready').map(({ id, name }) => ({ value: id, label: name }));
  const wanted = ready.find(({ value }) => value !== first.model)?.value ?? first.model;
  return (
    <div className={styles['compare']}>
      <div className={styles['choices']}>
        <ChoiceFields label={t('compare.first')} choice={first} models={ready} onChange={setFirst} />
        <ChoiceFields
          label={t('compare.second')}
          choice={second ?? { ...first, model: wanted }}
          models={ready}
          onChange={setSecond}
        />
        {!second && (
          <Button kind="primary" onClick={() => setSecond({ ...first, model: wanted })}>
            {t('compare.start')}
          </Button>
        )}
      </div>
      {failure && <FailureWords failure={failure} />}
      {second && !comparison && !failure && <p role="status">{t('compare.working')}</p>}
      {comparison && <Result comparison={comparison} />}
    </div>
  );
}

interface ChoiceFieldsProps {
  readonly label: string;
  readonly choice: ComparedChoice;
  readonly models: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (choice: ComparedChoice) => void;
}

function ChoiceFields({ label, choice, models, onChange }: ChoiceFieldsProps) {
  const { t } = useTranslation();
  return (
    <div className={styles['choice']}>
      <SelectField
        label={t('compare.model', { side: label })}
        value={choice.model}
        choices={models}
        onChange={(model) => onChange({ ...choice, model })}
      />
      <SelectField
        label={t('compare.precision', { side: label })}
        value={choice.precision}
        choices={PRECISION_REQUESTS.map((value) => ({ value, label: t(`precision.${value}`) }))}
        onChange={(precision) => onChange({ ...choice, precision })}
      />
    </div>
  );
}

function Result({ comparison: { sides, addresses, ...figures } }: { readonly comparison: ShownComparison }) {
  const { t } = useTranslation();
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const captions = [
    ...sides.map(({ model, precision, provider }, i) => `${i === 0 ? 'A' : 'B'}: ${model}, ${precision} (${provider})`),
    t('compare.difference'),
  ];
  const { absRel, scaleRatio, absRelScaled, sharedPixels } = figures;
  return (
    <>
      <div className={styles['pictures']}>
        {addresses.map((address, i) => (
          <figure key={address} className={styles['picture']}>
            <img src={address} alt={captions[i]} />
            <figcaption>{captions[i]}</figcaption>
          </figure>
        ))}
      </div>
      {absRel === undefined || scaleRatio === undefined || absRelScaled === undefined ? (
        <p role="status">{t('compare.nothing')}</p>
      ) : (
        <dl className={styles['figures']}>
          <Figure term={t('compare.scaleRatio')} value={scaleRatio.toFixed(3)} meaning={t('compare.scaleRatioHint')} />
          <Figure term="AbsRel" value={percent(absRel)} meaning={t('compare.absRelHint')} />
          <Figure term={t('compare.scaled')} value={percent(absRelScaled)} meaning={t('compare.scaledHint')} />
          <Figure term={t('compare.shared')} value={percent(sharedPixels)} meaning={t('compare.sharedHint')} />
        </dl>
      )}
    </>
  );
}

function Figure({ term, value, meaning }: { term: string; value: string; meaning: string }) {
  return (
    <div className={styles['figure']}>
      <dt>{term}</dt>
      <dd>{value}</dd>
      <dd className={styles['hint']}>{meaning}</dd>
    </div>
  );
}
