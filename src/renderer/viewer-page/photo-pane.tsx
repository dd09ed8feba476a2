import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import type { DepthResult } from '../../contract/estimate';
import { MeasureOverlay } from '../measure/measure-overlay';
import { Marker } from './marker';
import { usePointing } from './use-pointing';
import styles from './viewer.module.css';

/** The photo; its pixels can be pointed at. */
export function PhotoPane({ depth, picture }: { readonly depth: DepthResult; readonly picture: HTMLImageElement }) {
  const { t } = useTranslation();
  const pointing = usePointing(depth);
  const aspect = depth.photo.widthPx / depth.photo.heightPx;
  return (
    <section className={styles['pane']} aria-label={t('layout.photo')}>
      <div className={styles['fitted']} style={{ '--aspect': aspect } as CSSProperties} {...pointing}>
        <img src={picture.src} alt={t('layout.photo')} draggable={false} data-testid="photo" />
        <Marker size={depth} />
        <MeasureOverlay depth={depth} />
      </div>
    </section>
  );
}
