import { Progress } from '@base-ui/react/progress';
import { classNames } from '../theme/class-names';
import styles from './controls.module.css';

/** How far something has come, 0 to 1; undefined: on its way, nobody knows how far. */
export function ProgressBar({ label, value }: { readonly label: string; readonly value: number | undefined }) {
  return (
    <Progress.Root value={value === undefined ? null : Math.round(100 * value)} aria-label={label}>
      <Progress.Track className={styles['bar']}>
        <Progress.Indicator className={classNames(styles['barFill'], value === undefined && styles['barBusy'])} />
      </Progress.Track>
    </Progress.Root>
  );
}
