import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ModelInfo } from '../../contract/models';
import { TIERS, type TierReason } from '../../core/models/tiers';
import { Button } from '../controls/button';
import { FailureWords } from '../controls/failure-words';
import { useByteWords } from '../i18n/use-byte-words';
import { useActions, useSession } from '../state/app-context';
import { classNames } from '../theme/class-names';
import styles from './models.module.css';
import { useMeasure } from './models-use-measure';

type Model = Omit<ModelInfo, 'file'>;

interface ModelTiersProps {
  readonly models: readonly Model[];
  readonly onChange: () => void;
}

/** Which model is fast, balanced and best on this machine, and why; and measuring, which tells. */
export function ModelTiers({ models, onChange }: ModelTiersProps) {
  const { t } = useTranslation();
  const measure = useMeasure(onChange);
  const ready = models.filter(({ status }) => status === 'ready');
  const areMeasured = ready.every(({ measured }) => measured !== undefined);
  return (
    <section className={styles['tiers']} aria-label={t('models.tier.label')}>
      <ul className={styles['tierList']}>
        {TIERS.map((tier) => (
          <TierChoice key={tier} tier={tier} models={models} />
        ))}
      </ul>
      <div className={styles['measure']}>
        {measure.state === 'running' ? (
          <>
            <Button onClick={measure.cancel}>{t('common.cancel')}</Button>
            <span role="status">{measureWords(measure.at, models, t)}</span>
          </>
        ) : (
          <>
            <Button icon="retry" onClick={() => measure.start(areMeasured)}>
              {areMeasured ? t('models.measure.again') : t('models.measure.start')}
            </Button>
            <span className={styles['hint']}>{t('models.measure.hint')}</span>
          </>
        )}
      </div>
      {measure.failures.map((failure) => (
        <FailureWords key={failure.message} failure={failure} />
      ))}
    </section>
  );
}

function measureWords(
  at: { readonly id: string; readonly isWaiting: boolean } | undefined,
  models: readonly Model[],
  t: TFunction,
): string {
  const name = models.find(({ id }) => id === at?.id)?.name ?? '';
  return at?.isWaiting === true ? t('models.measure.waiting') : t('models.measure.running', { name });
}

function TierChoice({ tier, models }: { tier: (typeof TIERS)[number]; models: readonly Model[] }) {
  const { t } = useTranslation();
  const reasonWords = useReasonWords();
  const { changeSettings } = useActions();
  const chosen = useSession(({ settings }) => settings?.model);
  const model = models.find(({ tiers }) => tiers.some((each) => each.tier === tier));
  const reason = model?.tiers.find((each) => each.tier === tier)?.reason;
  return (
    <li className={classNames(styles['tier'], model !== undefined && model.id === chosen && styles['chosen'])}>
      <span className={styles['hint']}>{t(`models.tier.${tier}`)}</span>
      <strong>{model?.name ?? t('models.tier.none')}</strong>
      <p className={styles['hint']}>{reason ? reasonWords(reason) : t('models.tier.unknown')}</p>
      {model && model.id !== chosen && (
        <div>
          <Button onClick={() => changeSettings({ model: model.id })}>{t('models.use')}</Button>
        </div>
      )}
      {model && model.id === chosen && <span>{t('models.inUse')}</span>}
    </li>
  );
}

/** Why a model is what it is, as a sentence. */
function useReasonWords(): (reason: TierReason) => string {
  const { t } = useTranslation();
  const time = useTimeWords();
  return (reason) => {
    switch (reason.kind) {
      case 'onlyOne':
        return t('models.tier.onlyOne');
      case 'fastest':
        return t('models.tier.fastest', { time: time(reason.msPerPhoto) });
      case 'noneBetterWithin':
        return t('models.tier.noneBetter', { time: time(reason.withinMs) });
      case 'mostAccurate': {
        const { benchmark, delta1, source } = reason.figure;
        const claim = t(reason.ahead > 0 ? 'models.tier.mostAccurate' : 'models.tier.onlyJudged');
        const within = reason.withinMs === undefined ? '' : t('models.tier.within', { time: time(reason.withinMs) });
        return `${claim}${within}: δ1 ${delta1.toFixed(3)}, ${benchmark} (${source})`;
      }
    }
  };
}

/** What a photo takes, as a person reads it. */
function useTimeWords(): (ms: number) => string {
  const { t } = useTranslation();
  return (ms) =>
    ms < 950
      ? t('models.milliseconds', { value: ms.toFixed(0) })
      : t('models.seconds', { value: (ms / 1000).toFixed(1) });
}

/** Time and memory that were measured, and what this machine lacks for it. */
export function ModelFigures({ model: { measured, tooLarge, needsPrecision } }: { readonly model: Model }) {
  const { t } = useTranslation();
  const time = useTimeWords();
  const byteWords = useByteWords();
  return (
    <>
      {measured && (
        <p className={styles['hint']}>
          {t('models.measured', { time: time(measured.msPerPhoto), memory: byteWords(measured.peakMemoryBytes) })}
        </p>
      )}
      {needsPrecision && (
        <p className={styles['warning']}>{t('models.needsPrecision', { precisions: needsPrecision.join(', ') })}</p>
      )}
      {tooLarge && (
        <p className={styles['warning']}>
          {t('models.tooLarge', { needs: byteWords(tooLarge.needsBytes), free: byteWords(tooLarge.freeBytes) })}
        </p>
      )}
    </>
  );
}
