import { useTranslation } from 'react-i18next';
import type { PhotoFacts } from '../../contract/app/photo';
import type { PhotoCamera } from '../../core/camera/photo-camera';
import { Button } from '../controls/button';
import { FailureWords } from '../controls/failure-words';
import { Panel } from '../controls/panel';
import { useViewer } from '../state/app-context';
import { classNames } from '../theme/class-names';
import { cameraInView } from './camera-state';
import styles from './camera.module.css';
import { FocalInputs } from './focal-inputs';
import { useFocal } from './use-focal';

/** The camera of the photo in view: what is known of its focal length, and how to say it better. */
export function CameraPanel() {
  const { t } = useTranslation();
  const facts = useViewer((viewer) => viewer.facts);
  const failure = useViewer((viewer) => viewer.factsFailure);
  return (
    <Panel title={t('camera.title')}>
      {failure && <FailureWords failure={failure} />}
      {facts ? <Camera key={facts.name} facts={facts} /> : !failure && <p role="status">{t('camera.reading')}</p>}
    </Panel>
  );
}

function Camera({ facts }: { facts: PhotoFacts }) {
  const { t } = useTranslation();
  const depth = useViewer(({ load }) => (load?.state === 'ready' ? load.depth : undefined));
  const focalPx = useViewer((viewer) => viewer.focalPx);
  const camera = cameraInView(facts, depth);
  const { change, reset } = useFocal();
  const name = [facts.make, facts.model].filter(Boolean).join(' ');
  return (
    <>
      {name !== '' && <p className={styles['cameraName']}>{name}</p>}
      <Trust camera={camera} />
      <FocalInputs facts={facts} focalPx={focalPx ?? camera.intrinsics.fxPx} onChange={change} />
      <Button icon="retry" disabled={facts.typedFocal === undefined && focalPx === undefined} onClick={reset}>
        {t('camera.reset')}
      </Button>
      <p className={styles['note']}>
        {t('camera.photo', { width: facts.widthPx, height: facts.heightPx, format: facts.format.toUpperCase() })}
      </p>
      {facts.conversions.map((conversion) => (
        <p key={conversion} className={styles['note']}>
          {t(`conversion.${conversion}`)}
        </p>
      ))}
    </>
  );
}

function Trust({ camera }: { camera: PhotoCamera }) {
  const { t } = useTranslation();
  return (
    <div className={classNames(styles['trust'], styles[camera.trust])}>
      <strong>{t(`trust.${camera.trust}`)}</strong>
      <span>{t(`origin.${camera.origin}`)}</span>
      {camera.assumptions.map((assumption) => (
        <span key={assumption}>{t(`assumption.${assumption}`)}</span>
      ))}
    </div>
  );
}
