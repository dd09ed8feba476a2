import { type RefObject, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../controls/button';
import { DialogFrame } from '../controls/dialog-frame';
import { FailureWords } from '../controls/failure-words';
import { ProgressBar } from '../controls/progress-bar';
import { useCapture } from '../state/app-context';
import type { CloudView } from '../viewer/cloud-view';
import type { CaptureChoices } from './capture-choices';
import styles from './capture.module.css';
import { turntableSize } from './capture-size';
import type { Turntable } from './record-turntable';
import { TurntableFields } from './turntable-fields';
import { frameCount } from './turntable-path';
import { type RecordingProgress, type TurntableFile, useRecording } from './use-recording';
import { useVideoFormats } from './use-video-formats';

interface TurntableDialogProps {
  readonly view: RefObject<CloudView | undefined>;
  readonly onClose: () => void;
}

type Sizes = ReturnType<CloudView['pictureSizes']>;

/** How the camera is to go round the cloud, and as what that is to be saved. */
export function TurntableDialog({ view, onClose }: TurntableDialogProps) {
  return <SizedDialog view={view} onClose={onClose} sizesOf={() => view.current!.pictureSizes()} />;
}

function SizedDialog({ view, onClose, sizesOf }: TurntableDialogProps & { readonly sizesOf: () => Sizes }) {
  const { t } = useTranslation();
  const choices = useCapture((all) => all);
  const [sizes] = useState(sizesOf);
  const formats = useVideoFormats(turntableSize(sizes.shown, choices.video.shortSidePx, sizes));
  const { progress, failure, record, cancel } = useRecording(view, onClose);
  const files: readonly TurntableFile[] | undefined = formats && [...formats, { container: 'gif' }];
  const file = files?.find(({ container }) => container === choices.format) ?? files?.[0];
  const turntable = turntableOf(choices, file, sizes);
  return (
    <DialogFrame
      title={t('capture.turntable')}
      widthPx={480}
      onClose={progress ? cancel : onClose}
      foot={
        <>
          <Button onClick={progress ? cancel : onClose}>{t('common.cancel')}</Button>
          <Button
            kind="primary"
            icon="turntable"
            disabled={!file || progress !== undefined}
            onClick={() => file && void record(turntable, file)}
          >
            {t('capture.record')}
          </Button>
        </>
      }
    >
      <div className={styles['form']}>
        {failure && <FailureWords failure={failure} />}
        {progress ? (
          <Progress {...progress} />
        ) : (
          <>
            <TurntableFields files={files} file={file} />
            <Outcome turntable={turntable} />
          </>
        )}
      </div>
    </DialogFrame>
  );
}

function turntableOf(choices: CaptureChoices, file: TurntableFile | undefined, { shown, ...limit }: Sizes): Turntable {
  const { framesPerSecond, shortSidePx } = file?.container === 'gif' ? choices.gif : choices.video;
  return {
    path: choices.path === 'turn' ? { kind: 'turn' } : { kind: 'swing', degrees: choices.swingDegrees },
    seconds: choices.seconds,
    framesPerSecond,
    size: turntableSize(shown, shortSidePx, limit),
  };
}

function Outcome({ turntable: { seconds, framesPerSecond, size } }: { readonly turntable: Turntable }) {
  const { t } = useTranslation();
  const frames = frameCount(seconds, framesPerSecond);
  return (
    <p className={styles['note']} role="status">
      {t('capture.outcome', { frames, width: size.widthPx, height: size.heightPx })}
    </p>
  );
}

function Progress({ done, frames }: RecordingProgress) {
  const { t } = useTranslation();
  return (
    <>
      <ProgressBar label={t('capture.recording')} value={frames === 0 ? undefined : done / frames} />
      <p className={styles['note']}>{frames > 0 ? t('capture.progress', { done, frames }) : t('capture.recording')}</p>
    </>
  );
}
