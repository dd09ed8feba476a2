import { useTranslation } from 'react-i18next';
import type { AppClient } from '../../contract/app/app-contract';
import type { DecoderInfo } from '../../contract/decoders';
import { Button } from '../controls/button';
import { FailureWords } from '../controls/failure-words';
import { useByteWords } from '../i18n/use-byte-words';
import { useAsked } from '../settings/use-asked';
import { act } from '../state/app';
import { useApp } from '../state/app-context';
import styles from './decoders.module.css';
import { InstallProgress } from './install-progress';
import { useInstall } from './use-install';

const list = (client: AppClient) => client.decoders.list();

/** The decoders that a person may add: their licence, size and state. */
export function DecodersSection() {
  const { t } = useTranslation();
  const { answer: decoders, failure, again } = useAsked(list);
  return (
    <section className={styles['section']} aria-labelledby="decoders-title">
      <h3 id="decoders-title" className={styles['title']}>
        {t('decoders.title')}
      </h3>
      {failure && <FailureWords failure={failure} />}
      {!decoders && !failure && <p role="status">{t('decoders.reading')}</p>}
      {decoders?.map((decoder) => (
        <Decoder key={decoder.id} decoder={decoder} onChange={again} />
      ))}
    </section>
  );
}

interface DecoderProps {
  readonly decoder: DecoderInfo;
  /** It has come, or gone. */
  readonly onChange: () => void;
}

function Decoder({ decoder, onChange }: DecoderProps) {
  const { t } = useTranslation();
  const byteWords = useByteWords();
  const { name, version, status, licence, bytes, folder } = decoder;
  return (
    <div className={styles['decoder']}>
      <div className={styles['head']}>
        <strong>{t('decoders.name')}</strong>
        <span>{t(`decoders.status.${status}`)}</span>
      </div>
      <p className={styles['hint']}>
        {[t('decoders.maker', { name, version }), licence.spdx, byteWords(bytes)].join(' · ')}
      </p>
      <p className={styles['hint']}>{t('decoders.licence')}</p>
      {status === 'ready' && folder !== undefined && <p className={styles['hint']}>{folder}</p>}
      <DecoderButtons decoder={decoder} onChange={onChange} />
    </div>
  );
}

function DecoderButtons({ decoder: { id, status }, onChange }: DecoderProps) {
  const { t } = useTranslation();
  const app = useApp();
  const install = useInstall(id, onChange);
  const remove = (): void =>
    act(app, async (client) => {
      await client.decoders.remove({ id });
      onChange();
    });
  if (install.state === 'running') {
    return (
      <>
        <InstallProgress install={install} />
        <div className={styles['buttons']}>
          <Button onClick={install.cancel}>{t('common.cancel')}</Button>
        </div>
      </>
    );
  }
  return (
    <>
      <InstallProgress install={install} />
      <div className={styles['buttons']}>
        {status !== 'ready' && (
          <Button onClick={install.start}>{t(status === 'damaged' ? 'decoders.repair' : 'decoders.install')}</Button>
        )}
        {status !== 'absent' && (
          <Button kind="danger" icon="trash" onClick={remove}>
            {t('decoders.remove')}
          </Button>
        )}
      </div>
    </>
  );
}
