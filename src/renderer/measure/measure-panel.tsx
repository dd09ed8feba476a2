import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DepthResult } from '../../contract/estimate';
import { MEASUREMENT_KINDS } from '../../core/measuring/measurement';
import {
  type MeasuredItem,
  measurementsCsv,
  measurementsJson,
  type MeasurementsReport,
} from '../../core/measuring/measurements-report';
import { Button, IconButton } from '../controls/button';
import { Panel } from '../controls/panel';
import { SwitchField } from '../controls/switch-field';
import { saveFile, savedName } from '../export/save-file';
import { useApp, useMeasuring, useViewer } from '../state/app-context';
import { classNames } from '../theme/class-names';
import { KnownLengthFields } from './known-length-fields';
import { change, chooseTool, finishDraft, undo } from './measure-actions';
import styles from './measure.module.css';
import { placesTakenBy } from './measuring';
import { plusMinusWords, quantityWords } from './quantity-words';
import { useMeasureKeys } from './use-measure-keys';
import type { MeasuredScene } from './measured-scene';
import { useMeasured } from './use-measured';
import { useUnit } from './use-unit';

/** The tools, what was measured, and what follows from it; nothing while measuring is closed. */
export function MeasurePanel() {
  const open = useMeasuring((measuring) => measuring.open);
  const load = useViewer((viewer) => viewer.load);
  return open && load?.state === 'ready' ? <OpenPanel depth={load.depth} /> : null;
}

function OpenPanel({ depth }: { readonly depth: DepthResult }) {
  const { t } = useTranslation();
  const scene = useMeasured(depth);
  useMeasureKeys();
  return (
    <Panel title={t('measure.title')}>
      <Tools scene={scene} />
      <Hint />
      <List depth={depth} items={scene.items} />
      <LevelFields scene={scene} />
      <ScaleNote depth={depth} />
      {scene.items.length > 0 && <SaveButtons depth={depth} items={scene.items} />}
    </Panel>
  );
}

function Tools({ scene }: { readonly scene: MeasuredScene }) {
  const { t } = useTranslation();
  const app = useApp();
  const tool = useMeasuring((measuring) => measuring.tool);
  const canUndo = useMeasuring(({ history, draft }) => draft.length > 0 || history.past.length > 0);
  const canRedo = useMeasuring(({ history }) => history.future.length > 0);
  return (
    <div className={styles['tools']} role="group" aria-label={t('measure.tools')}>
      {MEASUREMENT_KINDS.map((kind) => (
        <IconButton
          key={kind}
          icon={kind}
          words={t(`measure.kind.${kind}`)}
          pressed={tool === kind}
          disabled={kind === 'height' && scene.level === undefined}
          onClick={() => chooseTool(app, kind)}
        />
      ))}
      <IconButton icon="undo" words={t('measure.undo')} disabled={!canUndo} onClick={() => undo(app)} />
      <IconButton
        icon="redo"
        words={t('measure.redo')}
        disabled={!canRedo}
        onClick={() => change(app, { kind: 'redo' })}
      />
    </div>
  );
}

/** What to do next. */
function Hint() {
  const { t } = useTranslation();
  const app = useApp();
  const tool = useMeasuring((measuring) => measuring.tool);
  const taken = useMeasuring(({ draft }) => draft.length);
  if (!tool) return <p className={styles['note']}>{t('measure.chooseTool')}</p>;
  const { least, most } = placesTakenBy(tool);
  return (
    <div className={styles['hint']} role="status">
      <p>{t(`measure.how.${tool}`)}</p>
      {most === Infinity && (
        <Button disabled={taken < least} onClick={() => finishDraft(app)}>
          {t('measure.finish', { count: taken })}
        </Button>
      )}
    </div>
  );
}

function List({ depth, items }: { readonly depth: DepthResult; readonly items: readonly MeasuredItem[] }) {
  const { t } = useTranslation();
  const selected = useMeasuring((measuring) => measuring.selected);
  if (items.length === 0) return null;
  return (
    <ul className={styles['list']} aria-label={t('measure.list')}>
      {items.map((item, i) => (
        <Item
          key={item.measurement.id}
          depth={depth}
          item={item}
          number={i + 1}
          isSelected={item.measurement.id === selected}
        />
      ))}
    </ul>
  );
}

interface ItemProps {
  readonly depth: DepthResult;
  readonly item: MeasuredItem;
  readonly number: number;
  readonly isSelected: boolean;
}

function Item({ depth, item, number, isSelected }: ItemProps) {
  const { t } = useTranslation();
  const app = useApp();
  const unit = useUnit();
  const { measurement, quantities } = item;
  const { id, kind } = measurement;
  const usual = t('measure.usualName', { kind: t(`measure.kind.${kind}`), number });
  const name = measurement.name || usual;
  return (
    <li className={classNames(styles['item'], isSelected && styles['itemSelected'])}>
      <div className={styles['itemHead']}>
        <NameField key={measurement.name} name={measurement.name} usual={usual} id={id} />
        <IconButton
          icon="trash"
          words={t('measure.remove', { name })}
          onClick={() => change(app, { kind: 'remove', id })}
        />
      </div>
      {quantities?.map((quantity, i) => (
        <p key={i} className={styles['value']}>
          <strong data-testid="measured">{quantityWords(t, quantity, unit)}</strong>
          <span>{plusMinusWords(t, quantity, unit)}</span>
        </p>
      )) ?? <p className={styles['note']}>{t('measure.nothing')}</p>}
      {kind === 'distance' && quantities && (
        <>
          <Button
            kind="quiet"
            aria-expanded={isSelected}
            onClick={() => app.measuring.setState({ selected: isSelected ? undefined : id })}
          >
            {t('measure.setKnown')}
          </Button>
          {isSelected && <KnownLengthFields depth={depth} points={item.points.map((point) => point!.position)} />}
        </>
      )}
    </li>
  );
}

/** Keeps the name when it is left, or with Enter. */
function NameField({ name, usual, id }: { readonly name: string; readonly usual: string; readonly id: string }) {
  const { t } = useTranslation();
  const app = useApp();
  const [text, setText] = useState(name);
  const keep = (): void => change(app, { kind: 'rename', id, name: text.trim() });
  return (
    <input
      className={styles['name']}
      aria-label={t('measure.name', { name: usual })}
      value={text}
      placeholder={usual}
      maxLength={200}
      onChange={(event) => setText(event.target.value)}
      onBlur={keep}
      onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
    />
  );
}

function LevelFields({ scene }: { readonly scene: MeasuredScene }) {
  const { t } = useTranslation();
  const app = useApp();
  const tool = useMeasuring((measuring) => measuring.tool);
  const choice = useMeasuring(({ history }) => history.present.level);
  const showsGuides = useMeasuring((measuring) => measuring.showsGuides);
  return (
    <div className={styles['group']}>
      <h3 className={styles['subtitle']}>{t('measure.level')}</h3>
      <p className={styles['note']}>
        {choice === undefined ? t('measure.noLevel') : scene.level ? t('measure.levelSet') : t('measure.levelNotFound')}
      </p>
      <div className={styles['buttons']}>
        <Button aria-pressed={tool === 'level'} onClick={() => chooseTool(app, 'level')}>
          {t('measure.levelByPlaces')}
        </Button>
        <Button onClick={() => change(app, { kind: 'level', level: { kind: 'found' } })}>
          {t('measure.levelFind')}
        </Button>
        {choice && (
          <Button onClick={() => change(app, { kind: 'level', level: undefined })}>{t('measure.levelForget')}</Button>
        )}
      </div>
      <SwitchField
        label={t('measure.guides')}
        checked={showsGuides}
        onChange={(shows) => app.measuring.setState({ showsGuides: shows })}
      />
    </div>
  );
}

/** What the scale was corrected by. */
function ScaleNote({ depth: { scale } }: { readonly depth: DepthResult }) {
  const { t } = useTranslation();
  return (
    <p className={styles['note']} data-testid="scale">
      {scale ? t(`measure.scale.${scale.origin}`, { factor: scale.factor.toPrecision(4) }) : t('measure.estimates')}
    </p>
  );
}

function SaveButtons({ depth, items }: { readonly depth: DepthResult; readonly items: readonly MeasuredItem[] }) {
  const { t } = useTranslation();
  const app = useApp();
  const unit = useUnit();
  const report = (): MeasurementsReport => {
    const { facts, focalPx } = app.viewer.getState();
    return {
      photo: facts?.name ?? '',
      modelId: depth.model.id,
      focalPx: focalPx ?? depth.camera.intrinsics.fxPx,
      focalOrigin: focalPx === undefined ? depth.camera.origin : 'typed',
      scaleFactor: depth.scale?.factor ?? 1,
      unit,
      items,
    };
  };
  const save = (suffix: string, type: string, encode: (report: MeasurementsReport) => string): void => {
    const made = report();
    saveFile(savedName(made.photo, 'measurements', suffix), new Blob([encode(made)], { type }));
  };
  return (
    <div className={styles['buttons']}>
      <Button icon="export" onClick={() => save('csv', 'text/csv', measurementsCsv)}>
        {t('measure.saveCsv')}
      </Button>
      <Button icon="export" onClick={() => save('json', 'application/json', measurementsJson)}>
        {t('measure.saveJson')}
      </Button>
    </div>
  );
}
