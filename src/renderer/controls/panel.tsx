import type { ReactNode } from 'react';
import styles from './controls.module.css';

interface PanelProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** One of the parts beside a photo, a region by its title. */
export function Panel({ title, children }: PanelProps) {
  return (
    <section className={styles['panel']} aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
