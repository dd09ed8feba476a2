import { useTranslation } from 'react-i18next';
import { Panel } from '../controls/panel';
import { useViewer } from '../state/app-context';
import styles from './viewer.module.css';

/** Where the depth in view came from. */
export function ProvenancePanel() {
  const { t } = useTranslation();
  const load = useViewer((viewer) => viewer.load);
  if (load?.state !== 'ready') return null;
  const { depth } = load;
  const grid = [t('made.grid'), t('made.pixels', { width: depth.widthPx, height: depth.heightPx })] as const;
  const rows =
    depth.importedFrom === undefined
      ? ([
          [t('made.model'), depth.model.id],
          [t('made.precision'), depth.precision.used],
          [t('made.device'), depth.provider],
          grid,
          [
            t('made.time'),
            depth.ms.infer > 0 ? t('made.milliseconds', { count: Math.round(depth.ms.infer) }) : t('made.cached'),
          ],
        ] as const)
      : ([[t('made.imported'), depth.importedFrom], grid] as const);
  return (
    <Panel title={t('made.title')}>
      <dl className={styles['facts']}>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd title={value}>{value}</dd>
          </div>
        ))}
      </dl>
      {depth.importedFrom === undefined && <p className={styles['note']}>{depth.precision.reason}</p>}
    </Panel>
  );
}
