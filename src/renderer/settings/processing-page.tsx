import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppClient } from '../../contract/app/app-contract';
import { PRECISION_REQUESTS } from '../../core/precision/precision';
import { Button } from '../controls/button';
import { FailureWords } from '../controls/failure-words';
import { RadioField } from '../controls/radio-field';
import { SelectField } from '../controls/select-field';
import { MaskFields } from '../masks/mask-fields';
import { useActions, useSession } from '../state/app-context';
import { DeviceList } from './device-list';
import styles from './settings.module.css';
import { type Asked, useAsked } from './use-asked';
import { VerdictTable } from './verdict-table';

const diagnose = (client: AppClient) => client.engine.diagnose();

/** Precision and device: what was found, what was chosen and why. */
export function ProcessingPage() {
  const { t } = useTranslation();
  const { changeSettings } = useActions();
  const settings = useSession((session) => session.settings);
  const engine = useSession((session) => session.engine);
  const choice = useSession((session) => session.choice);
  const asked = useAsked(diagnose);
  const { answer: diagnosis, again } = asked;
  useEffect(() => {
    // Once it is known what a new choice comes down to, something may have been tried for it.
    if (engine.state === 'ready') again();
  }, [engine.state, choice, again]);
  if (!settings) return <p role="status">{t('settings.reading')}</p>;
  const rungs = diagnosis?.ladder ?? [];
  const devices = rungs.filter(({ provider }, at) => rungs.findIndex((rung) => rung.provider === provider) === at);
  const isListed = settings.device === 'auto' || devices.some(({ provider }) => provider === settings.device);
  return (
    <div className={styles['page']}>
      <RadioField
        label={t('settings.precision')}
        value={settings.precision}
        choices={PRECISION_REQUESTS.map((value) => ({
          value,
          label: t(`precision.${value}`),
          hint: t(`precision.hint.${value}`),
        }))}
        onChange={(precision) => changeSettings({ precision })}
      />
      <SelectField
        label={t('settings.device')}
        value={settings.device}
        choices={[
          { value: 'auto', label: t('settings.deviceAuto') },
          ...devices.map(({ provider, device }) => ({ value: provider, label: `${device} (${provider})` })),
          ...(isListed ? [] : [{ value: settings.device, label: settings.device }]),
        ]}
        onChange={(device) => changeSettings({ device })}
      />
      <Verdict asked={asked} />
      <MaskFields masks={settings} onChange={changeSettings} />
      <p className={styles['hint']}>{t('masks.hint')}</p>
    </div>
  );
}

/** What was found on this machine, what was chosen, and why. */
function Verdict({ asked: { answer, failure, again } }: { asked: Asked<Awaited<ReturnType<typeof diagnose>>> }) {
  const { t } = useTranslation();
  const { retest } = useActions();
  const isReady = useSession(({ engine }) => engine.state === 'ready');
  const [isTesting, setIsTesting] = useState(false);
  const testAgain = (): void => {
    setIsTesting(true);
    void retest().finally(() => {
      setIsTesting(false);
      again();
    });
  };
  return (
    <section className={styles['verdict']} aria-label={t('settings.verdict')}>
      <h3>{t('settings.verdict')}</h3>
      {failure && <FailureWords failure={failure} />}
      {answer ? (
        <>
          <p data-testid="verdict">{answer.sentence}</p>
          <VerdictTable verdicts={answer.verdicts} />
          <DeviceList devices={answer.devices} ladder={answer.ladder} system={answer.system} />
        </>
      ) : (
        !failure && <p role="status">{t('settings.testing')}</p>
      )}
      <div>
        <Button icon="retry" onClick={testAgain} disabled={!isReady || isTesting}>
          {isTesting ? t('settings.testing') : t('settings.retest')}
        </Button>
      </div>
    </section>
  );
}
