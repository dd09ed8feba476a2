import { useTranslation } from 'react-i18next';
import type { ModelInfo } from '../../contract/models';
import { Button } from '../controls/button';
import { FailureWords } from '../controls/failure-words';
import { ProgressBar } from '../controls/progress-bar';
import { useByteWords } from '../i18n/use-byte-words';
import { useDuration } from '../i18n/use-duration';
import { act } from '../state/app';
import { useActions, useApp, useSession } from '../state/app-context';
import { classNames } from '../theme/class-names';
import { ModelFigures } from './models-tiers';
import styles from './settings.module.css';
import { type Pull, usePull } from './use-pull';

type Model = Omit<ModelInfo, 'file'>;

interface ModelCardProps {
  readonly model: Model;
  /** Something about the models there are is another now. */
  readonly onChange: () => void;
}

/** One model: what it is, under which licence, and whether it is here. */
export function ModelCard({ model, onChange }: ModelCardProps) {
  const { t } = useTranslation();
  const byteWords = useByteWords();
  const isChosen = useSession(({ settings }) => settings?.model === model.id);
  const pull = usePull(model.id, onChange);
  return (
    <li className={classNames(styles['model'], isChosen && styles['chosen'])}>
      <div className={styles['modelHead']}>
        <strong>{model.name}</strong>
        <span>{t(`models.status.${model.status}`)}</span>
      </div>
      <p className={styles['hint']}>
        {[
          model.licence.spdx,
          model.licence.commercialUse ? t('models.commercial') : t('models.nonCommercial'),
          ...(model.bytes === undefined ? [] : [byteWords(model.bytes)]),
        ].join(' · ')}
      </p>
      {model.licence.note !== undefined && <p className={styles['hint']}>{model.licence.note}</p>}
      {model.notes?.map((note) => (
        <p key={note} className={styles['hint']}>
          {note}
        </p>
      ))}
      <ModelFigures model={model} />
      <PullProgress pull={pull} />
      <ModelButtons model={model} isChosen={isChosen} pull={pull} onChange={onChange} />
    </li>
  );
}

function PullProgress({ pull }: { pull: Pull }) {
  const { t } = useTranslation();
  const byteWords = useByteWords();
  const duration = useDuration();
  if (pull.state === 'failed') return <FailureWords failure={pull.failure} />;
  if (pull.state !== 'running') return null;
  const { progress } = pull;
  if (!progress) return <p role="status">{t('models.phase.waiting')}</p>;
  const words = [
    t(`models.phase.${progress.phase}`),
    t('models.bytes', { done: byteWords(progress.bytesDone), total: byteWords(progress.bytesTotal) }),
    ...(progress.secondsLeft === undefined ? [] : [t('status.left', { time: duration(progress.secondsLeft) })]),
  ].join(' · ');
  return (
    <div>
      <p className={styles['hint']}>{words}</p>
      <ProgressBar
        label={words}
        value={progress.bytesTotal > 0 ? progress.bytesDone / progress.bytesTotal : undefined}
      />
    </div>
  );
}

function ModelButtons({ model, isChosen, pull, onChange }: ModelCardProps & { isChosen: boolean; pull: Pull }) {
  const { t } = useTranslation();
  const app = useApp();
  const { changeSettings } = useActions();
  const isWanted = model.status === 'pull' || model.status === 'missing' || model.status === 'corrupt';
  const canPull = isWanted && model.needsPrecision === undefined;
  const remove = (): void =>
    act(app, async (client) => {
      await client.models.remove({ id: model.id });
      onChange();
    });
  if (pull.state === 'running') return <Button onClick={pull.cancel}>{t('common.cancel')}</Button>;
  return (
    <div className={styles['modelButtons']}>
      {isChosen && <span>{t('models.inUse')}</span>}
      {!isChosen && model.status === 'ready' && (
        <Button onClick={() => changeSettings({ model: model.id })}>{t('models.use')}</Button>
      )}
      {canPull && <Button onClick={pull.start}>{t('models.pull')}</Button>}
      {model.removable && !isChosen && (
        <Button kind="danger" icon="trash" onClick={remove}>
          {t('models.remove')}
        </Button>
      )}
    </div>
  );
}
