import type { ReactNode } from 'react';
import styles from './controls.module.css';

interface EmptyStateProps {
  readonly title: string;
  readonly text?: ReactNode;
  readonly children?: ReactNode;
}

/** What stands where there is nothing to show: why, and what can be done. */
export function EmptyState({ title, text, children }: EmptyStateProps) {
  return (
    <div className={styles['empty']}>
      <h2 className={styles['emptyTitle']}>{title}</h2>
      {text !== undefined && <div className={styles['emptyText']}>{text}</div>}
      {children !== undefined && <div className={styles['emptyActions']}>{children}</div>}
    </div>
  );
}
