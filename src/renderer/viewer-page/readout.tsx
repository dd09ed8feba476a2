import { useTranslation } from 'react-i18next';
import type { DepthResult } from '../../contract/estimate';
import { cameraInView } from '../camera/camera-state';
import { useViewer } from '../state/app-context';
import { focalScaleOf, zScaleOf } from '../state/viewer';
import { shownPoint } from '../viewer/shown-point';
import { metresWords } from './metres-words';
import styles from './viewer.module.css';

/** What is pointed at: pixel of the photo, depth, and the point in metres. */
export function Readout({ depth }: { readonly depth: DepthResult }) {
  const { t } = useTranslation();
  const pointed = useViewer((viewer) => viewer.pointed);
  const focalPx = useViewer((viewer) => viewer.focalPx);
  const facts = useViewer((viewer) => viewer.facts);
  if (!pointed) return <p className={styles['readout']}>{t('readout.hint')}</p>;
  const size = { widthPx: depth.widthPx, heightPx: depth.heightPx };
  const { position } = shownPoint({ ...depth, size }, focalScaleOf(depth, focalPx), pointed);
  const column = Math.floor(((pointed.column + 0.5) / depth.widthPx) * depth.photo.widthPx);
  const row = Math.floor(((pointed.row + 0.5) / depth.heightPx) * depth.photo.heightPx);
  const z = depth.depthMetres[pointed.row * depth.widthPx + pointed.column]! * zScaleOf(depth, focalPx);
  const [x, y] = position;
  return (
    <p className={styles['readout']} data-testid="readout">
      <strong data-testid="readout-depth">{t('readout.depth', { metres: metresWords(z) })}</strong>
      <span>{t('readout.pixel', { column, row })}</span>
      <span>{t('readout.point', { x: x.toFixed(3), y: y.toFixed(3), z: z.toFixed(3) })}</span>
      {pointed.masked && <span className={styles['masked']}>{t('readout.masked')}</span>}
      <span className={styles['estimate']}>
        {t(`trust.estimate.${(facts ? cameraInView(facts, depth) : depth.camera).trust}`)}
      </span>
    </p>
  );
}
