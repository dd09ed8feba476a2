import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppClient } from '../../contract/app/app-contract';
import type { ModelInfo } from '../../contract/models';
import { Button } from '../controls/button';
import { FailureWords } from '../controls/failure-words';
import { ProgressBar } from '../controls/progress-bar';
import { SelectField } from '../controls/select-field';
import { useByteWords } from '../i18n/use-byte-words';
import { act } from '../state/app';
import { useApp, useSession } from '../state/app-context';
import { ImportForm } from './models-import-form';
import styles from './models.module.css';
import { type Import, type Inspected, useImport } from './models-use-import';
import { useAsked } from './use-asked';

type Model = Omit<ModelInfo, 'file'>;

interface ModelImportProps {
  readonly models: readonly Model[];
  readonly onChange: () => void;
}

const OWN = 'a model of one’s own';

/** Brings a model's file in: chosen, looked into, asked for what it does not say, tried, placed. */
export function ModelImport({ models, onChange }: ModelImportProps) {
  const { t } = useTranslation();
  const bringing = useImport(onChange);
  const { step, failure } = bringing;
  return (
    <section className={styles['import']} aria-label={t('models.import.title')}>
      <h3>{t('models.import.title')}</h3>
      {failure && <FailureWords failure={failure} />}
      {step.state === 'none' && <FileChoice onChoose={bringing.inspect} />}
      {step.state === 'inspecting' && <p role="status">{t('models.import.inspecting', { name: step.file.name })}</p>}
      {step.state === 'asking' && <Asking bringing={bringing} found={step} models={models} />}
      {step.state === 'importing' && <Importing bringing={bringing} />}
      {step.state === 'done' && <Done bringing={bringing} />}
    </section>
  );
}

const filesOf = (client: AppClient) => client.models.files();

/** The system's dialog where there is one; else the files that lie in the folders that are open. */
function FileChoice({ onChoose }: { onChoose: Import['inspect'] }) {
  const { t } = useTranslation();
  const app = useApp();
  const canChoose = useSession(({ about }) => about?.can.chooseFiles === true);
  const { answer: files = [] } = useAsked(filesOf);
  if (canChoose) {
    const choose = (): void =>
      act(app, async (client) => {
        const file = await client.models.chooseFile();
        if (file) onChoose(file);
      });
    return (
      <>
        <p className={styles['hint']}>{t('models.import.hint')}</p>
        <div>
          <Button icon="folder" onClick={choose}>
            {t('models.import.choose')}
          </Button>
        </div>
      </>
    );
  }
  if (files.length === 0) return <p className={styles['hint']}>{t('models.import.noFiles')}</p>;
  return (
    <>
      <p className={styles['hint']}>{t('models.import.hint')}</p>
      <div className={styles['buttons']}>
        {files.map((file) => (
          <Button key={file.id} onClick={() => onChoose(file)}>
            {file.name}
          </Button>
        ))}
      </div>
    </>
  );
}

function Asking({ bringing, found, models }: { bringing: Import; found: Inspected; models: readonly Model[] }) {
  const { t } = useTranslation();
  const [as, setAs] = useState(OWN);
  const known = models.filter(({ status }) => status !== 'ready');
  const { inspection } = found;
  return (
    <>
      <InspectionWords found={found} />
      <SelectField
        label={t('models.import.as')}
        value={as}
        choices={[
          { value: OWN, label: t('models.import.own') },
          ...known.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={setAs}
      />
      {as !== OWN && (
        <div className={styles['buttons']}>
          <Button kind="primary" onClick={() => bringing.importAs(as)}>
            {t('models.import.start')}
          </Button>
          <Button onClick={bringing.cancel}>{t('common.cancel')}</Button>
        </div>
      )}
      {as === OWN &&
        inspection.problems.map((problem) => (
          <p key={problem} className={styles['warning']}>
            {problem}
          </p>
        ))}
      {as === OWN && (
        <ImportForm missing={inspection.missing} onImport={bringing.importOwn} onCancel={bringing.cancel} />
      )}
    </>
  );
}

/** What was found in the file. */
function InspectionWords({ found: { file, inspection } }: { found: Inspected }) {
  const { t } = useTranslation();
  const byteWords = useByteWords();
  const values = [
    ...inspection.inputs.map((value) => ({ ...value, kind: 'input' as const })),
    ...inspection.outputs.map((value) => ({ ...value, kind: 'output' as const })),
  ];
  const opsets = inspection.opsets.map(({ domain, version }) => `${domain} ${String(version)}`).join(', ');
  return (
    <div className={styles['inspection']}>
      <strong>{file.name}</strong>
      <p className={styles['hint']}>
        {[byteWords(inspection.bytes), t('models.import.opset', { opsets }), inspection.producer.name]
          .filter((words) => words !== '')
          .join(' · ')}
      </p>
      {inspection.externalFiles.map(({ name, bytes, problem }) => (
        <p key={name} className={problem === undefined ? styles['hint'] : styles['warning']}>
          {problem ?? t('models.import.beside', { name, size: byteWords(bytes) })}
        </p>
      ))}
      <ul className={styles['values']}>
        {values.map(({ kind, name, type, guesses }) => (
          <li key={`${kind} ${name}`}>
            <span className={styles['hint']}>{t(`models.import.${kind}`)}</span> <code>{name}</code> {type}
            {guesses[0] && (
              <span className={styles['hint']}> {t('models.import.maybe', { role: guesses[0].role })}</span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Importing({ bringing }: { bringing: Import }) {
  const { t } = useTranslation();
  const { step } = bringing;
  if (step.state !== 'importing') return null;
  const { progress } = step;
  const words =
    progress?.event === 'copying'
      ? t('models.import.copying', { name: progress.name })
      : progress?.event === 'trying'
        ? t('models.import.trying')
        : t('models.import.inspecting', { name: step.file.name });
  return (
    <>
      <p role="status">{words}</p>
      <ProgressBar
        label={words}
        value={progress?.event === 'copying' ? progress.bytesDone / progress.bytesTotal : undefined}
      />
      <div>
        <Button onClick={bringing.cancel}>{t('common.cancel')}</Button>
      </div>
    </>
  );
}

function Done({ bringing }: { bringing: Import }) {
  const { t } = useTranslation();
  const byteWords = useByteWords();
  const { step } = bringing;
  if (step.state !== 'done') return null;
  const { id, trial } = step.outcome;
  return (
    <>
      <p role="status">
        {t('models.import.done', {
          id,
          seconds: (trial.inferMs / 1000).toFixed(1),
          memory: byteWords(trial.peakMemoryBytes),
          near: trial.nearestMetres.toFixed(1),
          far: trial.farthestMetres.toFixed(1),
        })}
      </p>
      <div>
        <Button onClick={bringing.cancel}>{t('models.import.another')}</Button>
      </div>
    </>
  );
}
