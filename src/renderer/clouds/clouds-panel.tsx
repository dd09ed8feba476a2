import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../controls/button';
import { FailureWords } from '../controls/failure-words';
import { NumberInput } from '../controls/number-input';
import { Panel } from '../controls/panel';
import { Segments } from '../controls/segments';
import { SelectField } from '../controls/select-field';
import { useActions, useApp, useClouds, useLibrary, useViewer } from '../state/app-context';
import { shownPhoto } from '../state/library';
import { AddCloudField } from './add-cloud-field';
import { changeCloud, changeOwnCloud, orderClouds } from './cloud-actions';
import {
  type AddedPhoto,
  arrangementOf,
  type ChosenLook,
  type CloudLoad,
  type CloudOrder,
  type TintName,
  TINTS,
} from './clouds';
import styles from './clouds.module.css';

/** The clouds in the view: that of the photo, and those of other photos that a person adds to it. */
export function CloudsPanel() {
  const { t } = useTranslation();
  const isReady = useViewer(({ load }) => load?.state === 'ready');
  const photo = useViewer((viewer) => viewer.photo);
  const { own, added } = useClouds((clouds) => arrangementOf(clouds, photo));
  if (!isReady) return null;
  return (
    <Panel title={t('clouds.title')}>
      {added.length > 0 && (
        <>
          <ul className={styles['list']} aria-label={t('clouds.list')}>
            <OwnItem look={own} />
            {added.map((each) => (
              <AddedItem key={each.photo} added={each} />
            ))}
          </ul>
          <OrderField />
        </>
      )}
      <AddCloudField />
      <p className={styles['note']}>{t(added.length > 0 ? 'clouds.hint' : 'clouds.none')}</p>
    </Panel>
  );
}

function OwnItem({ look }: { readonly look: ChosenLook }) {
  const { t } = useTranslation();
  const app = useApp();
  const photo = useViewer((viewer) => viewer.photo);
  const name = useLibrary((library) => photo && shownPhoto(library, photo)?.name) ?? '';
  return (
    <li className={styles['item']}>
      <ItemHead name={name} look={look} onShow={(isVisible) => changeOwnCloud(app, { isVisible })} />
      <p className={styles['note']}>{t('clouds.own')}</p>
      <TintField name={name} tint={look.tint} onChange={(tint) => changeOwnCloud(app, { tint })} />
    </li>
  );
}

function AddedItem({ added }: { readonly added: AddedPhoto }) {
  const { t } = useTranslation();
  const app = useApp();
  const { clouds } = useActions();
  const load = useClouds(({ loads }) => loads[added.photo]);
  const { photo, name } = added;
  return (
    <li className={styles['item']}>
      <ItemHead name={name} look={added} onShow={(isVisible) => changeCloud(app, photo, { isVisible })}>
        <IconButton icon="trash" words={t('clouds.remove', { name })} onClick={() => clouds.remove(photo)} />
      </ItemHead>
      {load?.state === 'ready' ? (
        <>
          <TintField name={name} tint={added.tint} onChange={(tint) => changeCloud(app, photo, { tint })} />
          <OffsetFields added={added} />
        </>
      ) : (
        <Waiting load={load} onRetry={() => clouds.retry(photo)} />
      )}
    </li>
  );
}

interface ItemHeadProps {
  readonly name: string;
  readonly look: ChosenLook;
  readonly onShow: (isVisible: boolean) => void;
  readonly children?: ReactNode;
}

function ItemHead({ name, look, onShow, children }: ItemHeadProps) {
  const { t } = useTranslation();
  const { isVisible, tint } = look;
  return (
    <div className={styles['itemHead']}>
      <IconButton
        icon={isVisible ? 'eye' : 'eyeOff'}
        words={t('clouds.show', { name })}
        pressed={isVisible}
        onClick={() => onShow(!isVisible)}
      />
      <span className={styles['name']} title={name}>
        {name}
      </span>
      {tint && <span className={styles['swatch']} style={{ background: cssColour(tint) }} />}
      {children}
    </div>
  );
}

function cssColour(tint: TintName): string {
  return `rgb(${TINTS[tint].map((share) => Math.round(255 * share)).join(' ')})`;
}

function Waiting({ load, onRetry }: { readonly load: CloudLoad | undefined; readonly onRetry: () => void }) {
  const { t } = useTranslation();
  if (load?.state !== 'failed') {
    return (
      <p className={styles['note']} role="status">
        {t(load?.state === 'loading' ? `stage.${load.stage}` : 'view.opening')}
      </p>
    );
  }
  return (
    <div className={styles['failed']} role="alert">
      <FailureWords failure={load.failure} />
      <Button icon="retry" onClick={onRetry}>
        {t('common.retry')}
      </Button>
    </div>
  );
}

const PLAIN = 'plain';
const TINT_CHOICES = [PLAIN, ...(Object.keys(TINTS) as TintName[])] as const;

interface TintFieldProps {
  readonly name: string;
  readonly tint: TintName | undefined;
  readonly onChange: (tint: TintName | undefined) => void;
}

function TintField({ name, tint, onChange }: TintFieldProps) {
  const { t } = useTranslation();
  return (
    <SelectField
      label={t('clouds.tint', { name })}
      labelHidden
      value={tint ?? PLAIN}
      choices={TINT_CHOICES.map((value) => ({ value, label: t(`clouds.tints.${value}`) }))}
      onChange={(value) => onChange(value === PLAIN ? undefined : value)}
    />
  );
}

const AXES = ['x', 'y', 'z'] as const;

function OffsetFields({ added: { photo, name, offsetMetres } }: { readonly added: AddedPhoto }) {
  const { t } = useTranslation();
  const app = useApp();
  const move = (axis: number, metres: number): void => {
    const [x, y, z] = offsetMetres.with(axis, metres);
    changeCloud(app, photo, { offsetMetres: [x!, y!, z!] });
  };
  return (
    <div className={styles['offsets']} role="group" aria-label={t('clouds.offset', { name })}>
      {AXES.map((axis, i) => (
        <NumberInput
          key={axis}
          label={t(`clouds.axis.${axis}`)}
          unit={t('unit.metres')}
          digits={3}
          signed
          value={offsetMetres[i]}
          onChange={(metres) => move(i, metres)}
        />
      ))}
    </div>
  );
}

function OrderField() {
  const { t } = useTranslation();
  const app = useApp();
  const photo = useViewer((viewer) => viewer.photo);
  const order = useClouds((clouds) => arrangementOf(clouds, photo).order);
  return (
    <div className={styles['order']}>
      <Segments<CloudOrder>
        label={t('clouds.order')}
        value={order}
        choices={(['row', 'stack'] as const).map((value) => ({ value, label: t(`clouds.orders.${value}`) }))}
        onChange={(next) => next !== 'free' && orderClouds(app, next)}
      />
    </div>
  );
}
