import type { ImageSize } from '../../core/camera/intrinsics';
import { useViewer } from '../state/app-context';
import styles from './viewer.module.css';

/** Where the pixel lies that is pointed at, over an element that shows the whole grid. */
export function Marker({ size }: { readonly size: ImageSize }) {
  const pointed = useViewer((viewer) => viewer.pointed);
  if (!pointed) return null;
  const left = `${((pointed.column + 0.5) / size.widthPx) * 100}%`;
  const top = `${((pointed.row + 0.5) / size.heightPx) * 100}%`;
  return <div className={styles['marker']} style={{ left, top }} data-testid="marker" />;
}
