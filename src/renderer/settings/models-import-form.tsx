import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cameraRuleSchema, type CameraRule } from '../../core/models/descriptor';
import {
  importAnswersSchema,
  NORMALISATION_NAMES,
  type ImportAnswer,
  type ImportAnswers,
  type Normalisation,
} from '../../core/models/import-answers';
import { Button } from '../controls/button';
import controls from '../controls/controls.module.css';
import { NumberInput } from '../controls/number-input';
import { SelectField } from '../controls/select-field';
import styles from './models.module.css';

const CAMERA_KINDS = ['metric', 'canonical', 'affinePoints', 'focalOutput'] as const satisfies CameraRule['kind'][];

interface ImportFormProps {
  /** The questions to ask: what the file does not say. */
  readonly missing: readonly ImportAnswer[];
  readonly onImport: (answers: ImportAnswers) => void;
  readonly onCancel: () => void;
}

/** What is typed so far; a field that is not asked for stays as it is. */
interface Typed {
  readonly id: string;
  readonly name: string;
  readonly licence: string;
  readonly camera: CameraRule['kind'];
  readonly focalPx: number | undefined;
  readonly normalise: Normalisation;
  readonly widthPx: number | undefined;
  readonly heightPx: number | undefined;
}

const EMPTY: Typed = {
  id: '',
  name: '',
  licence: '',
  camera: 'metric',
  focalPx: undefined,
  normalise: 'imagenet',
  widthPx: undefined,
  heightPx: undefined,
};

/** Asks for what a model's file does not say. */
export function ImportForm({ missing, onImport, onCancel }: ImportFormProps) {
  const { t } = useTranslation();
  // What was asked at first stays in view when the answers leave nothing open.
  const [asked] = useState(missing);
  const [typed, setTyped] = useState(EMPTY);
  const change = (part: Partial<Typed>): void => setTyped((before) => ({ ...before, ...part }));
  const answers = answersOf(typed, asked);
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        if (answers) onImport(answers);
      }}
    >
      <NameFields typed={typed} change={change} />
      <SelectField
        label={t('models.import.camera')}
        value={typed.camera}
        choices={CAMERA_KINDS.map((value) => ({ value, label: t(`models.import.rule.${value}`) }))}
        onChange={(camera) => change({ camera })}
      />
      {typed.camera === 'canonical' && (
        <NumberInput
          label={t('models.import.focal')}
          unit="px"
          digits={1}
          value={typed.focalPx}
          onChange={(focalPx) => change({ focalPx })}
        />
      )}
      <SelectField
        label={t('models.import.normalise')}
        value={typed.normalise}
        choices={NORMALISATION_NAMES.map((value) => ({ value, label: t(`models.import.fed.${value}`) }))}
        onChange={(normalise) => change({ normalise })}
      />
      {asked.includes('size') && <SizeFields typed={typed} change={change} />}
      <div className={styles['buttons']}>
        <Button kind="primary" type="submit" disabled={!answers}>
          {t('models.import.start')}
        </Button>
        <Button onClick={onCancel}>{t('common.cancel')}</Button>
      </div>
    </form>
  );
}

interface FieldsProps {
  readonly typed: Typed;
  readonly change: (part: Partial<Typed>) => void;
}

function SizeFields({ typed, change }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <NumberInput
        label={t('models.import.width')}
        unit="px"
        digits={0}
        value={typed.widthPx}
        onChange={(widthPx) => change({ widthPx })}
      />
      <NumberInput
        label={t('models.import.height')}
        unit="px"
        digits={0}
        value={typed.heightPx}
        onChange={(heightPx) => change({ heightPx })}
      />
    </>
  );
}

function NameFields({ typed, change }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <TextField label={t('models.import.id')} value={typed.id} onChange={(id) => change({ id })} />
      <TextField label={t('models.import.name')} value={typed.name} onChange={(name) => change({ name })} />
      <TextField
        label={t('models.import.licence')}
        value={typed.licence}
        placeholder={t('models.import.licenceExample')}
        onChange={(licence) => change({ licence })}
      />
    </>
  );
}

/** The answers, where all that are asked for are given and make sense. */
function answersOf(typed: Typed, asked: readonly ImportAnswer[]): ImportAnswers | undefined {
  const { id, name, licence, normalise, widthPx, heightPx, focalPx } = typed;
  const camera = cameraRuleSchema.safeParse({ kind: typed.camera, focalPx });
  const given = {
    id,
    name,
    licence,
    normalise,
    camera: camera.data,
    ...(asked.includes('size') && { size: { kind: 'fixed', widthPx, heightPx } }),
  };
  return camera.success ? importAnswersSchema.safeParse(given).data : undefined;
}

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly onChange: (value: string) => void;
}

function TextField({ label, value, placeholder, onChange }: TextFieldProps) {
  const id = useId();
  return (
    <div className={controls['field']}>
      <label htmlFor={id} className={controls['label']}>
        {label}
      </label>
      <input
        id={id}
        className={controls['input']}
        value={value}
        placeholder={placeholder}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
