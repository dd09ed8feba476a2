import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DepthResult } from '../../contract/estimate';
import type { ColourMapName } from '../../core/formats/colour-map';
import { Panel } from '../controls/panel';
import { SelectField } from '../controls/select-field';
import { RangeField, SliderField } from '../controls/slider-field';
import { SwitchField } from '../controls/switch-field';
import { MaskFields } from '../masks/mask-fields';
import { useActions, useApp, useSession, useViewer } from '../state/app-context';
import { type ViewLook, zScaleOf } from '../state/viewer';
import type { ColourMode } from '../viewer/view-scene';
import { CUT_STEPS, cutOfSteps, shownRange, stepsOfCut } from './depth-cut';
import { metresWords } from './metres-words';
import { depthSpanOf } from './view-scene-of';

const COLOUR_MAPS: readonly ColourMapName[] = ['turbo', 'viridis', 'grey'];
const COLOUR_MODES: readonly ColourMode[] = ['photo', 'depth', 'normal', 'confidence'];

/** How depth and cloud are shown. */
export function LookPanel() {
  const { t } = useTranslation();
  const app = useApp();
  const { changeSettings } = useActions();
  const settings = useSession((session) => session.settings);
  const look = useViewer((viewer) => viewer.look);
  const load = useViewer((viewer) => viewer.load);
  const change = (part: Partial<ViewLook>): void => app.viewer.setState({ look: { ...look, ...part } });
  const depth = load?.state === 'ready' ? load.depth : undefined;
  return (
    <Panel title={t('look.title')}>
      <SelectField
        label={t('look.colourBy')}
        value={look.colourMode}
        choices={COLOUR_MODES.map((value) => ({
          value,
          label: t(`look.mode.${value}`),
          disabled: depth !== undefined && !hasMode(depth, value),
        }))}
        onChange={(colourMode) => change({ colourMode })}
      />
      <SelectField
        label={t('look.colourMap')}
        value={look.colourMap}
        choices={COLOUR_MAPS.map((value) => ({ value, label: t(`look.map.${value}`) }))}
        onChange={(colourMap) => change({ colourMap })}
      />
      <SliderField
        label={t('look.pointSize')}
        words={t('look.times', { factor: look.pointSize.toFixed(1) })}
        value={look.pointSize}
        min={1}
        max={8}
        step={0.1}
        onChange={(pointSize) => change({ pointSize })}
      />
      <SwitchField label={t('look.relief')} checked={look.relief} onChange={(relief) => change({ relief })} />
      {look.relief && (
        <SliderField
          label={t('look.reliefStrength')}
          words={t('look.percent', { percent: Math.round(100 * look.reliefStrength) })}
          value={look.reliefStrength}
          min={0.05}
          max={1}
          step={0.05}
          onChange={(reliefStrength) => change({ reliefStrength })}
        />
      )}
      {depth && <CutField depth={depth} />}
      <SwitchField
        label={t('look.hideEdges')}
        checked={look.hideEdges}
        onChange={(hideEdges) => change({ hideEdges })}
      />
      <SwitchField label={t('look.hideSky')} checked={look.hideSky} onChange={(hideSky) => change({ hideSky })} />
      {settings && <MaskFields masks={settings} onChange={changeSettings} />}
    </Panel>
  );
}

function hasMode(depth: DepthResult, mode: ColourMode): boolean {
  if (mode === 'normal') return depth.normals !== undefined;
  return mode !== 'confidence' || depth.confidence !== undefined;
}

function CutField({ depth }: { depth: DepthResult }) {
  const { t } = useTranslation();
  const app = useApp();
  const cut = useViewer((viewer) => viewer.cut);
  const focalPx = useViewer((viewer) => viewer.focalPx);
  const span = useMemo(() => depthSpanOf(depth), [depth]);
  const zScale = zScaleOf(depth, focalPx);
  const all = [span.all[0] * zScale, span.all[1] * zScale] as const;
  const [near, far] = shownRange(cut, all);
  return (
    <RangeField
      label={t('look.cut')}
      words={t('look.fromTo', { near: metresWords(near), far: metresWords(far) })}
      ends={[t('look.near'), t('look.far')]}
      value={stepsOfCut(cut, all)}
      min={0}
      max={CUT_STEPS}
      step={1}
      onChange={(steps) => app.viewer.setState({ cut: cutOfSteps(steps, all) })}
    />
  );
}
