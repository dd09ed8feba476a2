import type { ComponentProps } from 'react';
import { Segments } from '../controls/segments';
import styles from './capture.module.css';

/** One of a few, side by side, below its label. */
export function ChoiceField<Value extends string>(props: ComponentProps<typeof Segments<Value>>) {
  return (
    <div className={styles['choice']}>
      <span className={styles['label']} aria-hidden>
        {props.label}
      </span>
      <Segments {...props} />
    </div>
  );
}
