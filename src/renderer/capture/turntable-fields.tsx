import { useTranslation } from 'react-i18next';
import { SliderField } from '../controls/slider-field';
import { useApp, useCapture } from '../state/app-context';
import {
  type Fineness,
  FRAME_RATES,
  LONGEST_SECONDS,
  SHORT_SIDES,
  SHORTEST_SECONDS,
  TURNTABLE_FORMATS,
} from './capture-choices';
import styles from './capture.module.css';
import { ChoiceField } from './choice-field';
import type { TurntableFile } from './use-recording';

interface TurntableFieldsProps {
  /** What can be written here; undefined until that is known. */
  readonly files: readonly TurntableFile[] | undefined;
  readonly file: TurntableFile | undefined;
}

/** Everything about a turntable that can be chosen. */
export function TurntableFields({ files, file }: TurntableFieldsProps) {
  return (
    <>
      <PathFields />
      <FileField files={files} file={file} />
      <FinenessFields kind={file?.container === 'gif' ? 'gif' : 'video'} />
    </>
  );
}

function PathFields() {
  const { t } = useTranslation();
  const { capture } = useApp();
  const { path, swingDegrees, seconds } = useCapture((choices) => choices);
  return (
    <>
      <ChoiceField
        label={t('capture.path')}
        value={path}
        choices={(['swing', 'turn'] as const).map((value) => ({ value, label: t(`capture.paths.${value}`) }))}
        onChange={(next) => capture.setState({ path: next })}
      />
      {path === 'turn' ? (
        <p className={styles['note']}>{t('capture.turnHint')}</p>
      ) : (
        <SliderField
          label={t('capture.angle')}
          words={t('capture.degrees', { degrees: swingDegrees })}
          value={swingDegrees}
          min={10}
          max={120}
          step={5}
          onChange={(degrees) => capture.setState({ swingDegrees: degrees })}
        />
      )}
      <SliderField
        label={t('capture.duration')}
        words={t('capture.seconds', { seconds })}
        value={seconds}
        min={SHORTEST_SECONDS}
        max={LONGEST_SECONDS}
        step={1}
        onChange={(next) => capture.setState({ seconds: next })}
      />
    </>
  );
}

function FileField({ files, file }: TurntableFieldsProps) {
  const { t } = useTranslation();
  const { capture } = useApp();
  if (!files || !file) return <p className={styles['note']}>{t('capture.probing')}</p>;
  const offered = TURNTABLE_FORMATS.filter((format) => files.some(({ container }) => container === format));
  return (
    <>
      <ChoiceField
        label={t('capture.format')}
        value={file.container}
        choices={offered.map((value) => ({ value, label: t(`capture.formats.${value}`) }))}
        onChange={(format) => capture.setState({ format })}
      />
      {files.length === 1 && <p className={styles['note']}>{t('capture.noVideo')}</p>}
    </>
  );
}

function FinenessFields({ kind }: { readonly kind: 'video' | 'gif' }) {
  const { t } = useTranslation();
  const { capture } = useApp();
  const fineness = useCapture((choices) => choices[kind]);
  const change = (part: Partial<Fineness>): void => capture.setState({ [kind]: { ...fineness, ...part } });
  return (
    <>
      <ChoiceField
        label={t('capture.shortSide')}
        value={String(fineness.shortSidePx)}
        choices={SHORT_SIDES.map((side) => ({ value: String(side), label: String(side) }))}
        onChange={(next) => change({ shortSidePx: SHORT_SIDES.find((side) => String(side) === next)! })}
      />
      <ChoiceField
        label={t('capture.frameRate')}
        value={String(fineness.framesPerSecond)}
        choices={FRAME_RATES.map((rate) => ({ value: String(rate), label: String(rate) }))}
        onChange={(next) => change({ framesPerSecond: FRAME_RATES.find((rate) => String(rate) === next)! })}
      />
    </>
  );
}
