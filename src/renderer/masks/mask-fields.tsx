import { useTranslation } from 'react-i18next';
import type { MaskSettings } from '../../core/depth/mask-depth';
import { SliderField } from '../controls/slider-field';

type Limits = Omit<MaskSettings, 'keepSky'>;

interface MaskFieldsProps {
  readonly masks: Limits;
  readonly onChange: (part: Partial<Limits>) => void;
}

/** From where on pixels are masked: the same limits for the viewer and for exports. */
export function MaskFields({ masks, onChange }: MaskFieldsProps) {
  const { t } = useTranslation();
  const { edgeThreshold, grazingDegrees, doubtfulPercent, smallestIslandPx } = masks;
  const orOff = (isOn: boolean, words: string): string => (isOn ? words : t('masks.off'));
  return (
    <>
      <SliderField
        label={t('masks.edges')}
        words={orOff(edgeThreshold > 0, edgeThreshold.toFixed(4))}
        value={edgeThreshold}
        min={0}
        max={0.05}
        step={0.0005}
        onChange={(value) => onChange({ edgeThreshold: value })}
      />
      <SliderField
        label={t('masks.grazing')}
        words={orOff(grazingDegrees < 90, t('masks.over', { degrees: grazingDegrees }))}
        value={grazingDegrees}
        min={45}
        max={90}
        step={1}
        onChange={(value) => onChange({ grazingDegrees: value })}
      />
      <SliderField
        label={t('masks.doubtful')}
        words={orOff(doubtfulPercent > 0, t('masks.percent', { percent: doubtfulPercent }))}
        value={doubtfulPercent}
        min={0}
        max={50}
        step={1}
        onChange={(value) => onChange({ doubtfulPercent: value })}
      />
      <SliderField
        label={t('masks.islands')}
        words={orOff(smallestIslandPx > 0, t('masks.under', { pixels: smallestIslandPx }))}
        value={smallestIslandPx}
        min={0}
        max={500}
        step={10}
        onChange={(value) => onChange({ smallestIslandPx: value })}
      />
    </>
  );
}
