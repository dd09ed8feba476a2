import styles from './controls.module.css';

/** Outlines on a grid of 16 × 16, drawn as strokes. */
const PATHS = {
  folder: 'M1.5 4.5a1 1 0 0 1 1-1h3.4l1.6 1.8h6a1 1 0 0 1 1 1v6.2a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1z',
  photos:
    'M4.5 1.5h9a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1v-8a1 1 0 0 1 1-1zM3.5 9l3-3 3 3 1.5-1.5 3.5 3.500M1.5 4.500v8.500a1 1 0 0 0 1 1h9.5',
  sparkle: 'M8 1.500l1.6 4.9 4.9 1.6-4.9 1.600L8 14.500l-1.6-4.900L1.5 8l4.9-1.600z',
  grid: 'M2 2h5v5H2zM9 2h5v5H9zM2 9h5v5H2zM9 9h5v5H9z',
  cube: 'M8 1.500l5.7 3.200v6.600L8 14.500l-5.7-3.200V4.700zM2.3 4.700L8 8l5.7-3.300M8 8v6.5',
  export: 'M8 10V2M5 4.700L8 1.700l3 3M2.5 9.500v4h11v-4',
  gear: 'M8 5.500a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM8 1.500v2M8 12.500v2M1.5 8h2M12.5 8h2M3.4 3.400l1.4 1.400M11.2 11.200l1.4 1.400M3.4 12.600l1.4-1.400M11.2 4.800l1.4-1.4',
  close: 'M3.5 3.500l9 9M12.5 3.500l-9 9',
  check: 'M3 8.500l3.5 3.500L13 4.5',
  down: 'M4 6l4 4 4-4',
  right: 'M6 4l4 4-4 4',
  left: 'M10 4L6 8l4 4',
  search: 'M7 2.500a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.3 10.300L14 14',
  ascending: 'M4 13V3M1.5 5.500L4 3l2.5 2.500M9 4h3M9 8h4M9 12h5.5',
  descending: 'M4 3v10M1.5 10.500L4 13l2.5-2.500M9 4h5.500M9 8h4M9 12h3',
  warning: 'M8 2L15 13.500H1zM8 6.500v3.500M8 11.500v.6',
  fit: 'M2 5.500V2h3.500M10.5 2H14v3.500M14 10.500V14h-3.500M5.5 14H2v-3.5',
  columns: 'M1.5 3h13v10h-13zM6 3v10M10.2 3v10',
  filter: 'M1.500 3h13L9.500 8.800V13.500l-3-1.500V8.800z',
  depth: 'M1.5 3h13v10h-13zM4.5 3v10M8.5 3v10M13 3v10',
  queue: 'M2 3.500h12M2 8h12M2 12.500h7',
  retry: 'M13.5 8A5.5 5.5 0 1 1 11.7 3.900M12 1.500v2.700H9.3',
  trash: 'M2.5 4h11M6 4V2.500h4V4M4 4l.7 9.500h6.600L12 4M6.7 6.700v4M9.3 6.700v4',
  sidebar: 'M1.5 3h13v10h-13zM5.5 3v10',
  info: 'M8 1.500a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM8 7.300V11M8 4.800v.5',
  pencil: 'M2.5 13.500l.7-3L10.7 3l2.3 2.3-7.5 7.500z',
  ruler: 'M1.5 11L11 1.500l3.500 3.500L5 14.500zM4 8.500l1.500 1.500M6.500 6l1.500 1.500M9 3.500l1.500 1.500',
  distance: 'M2.500 13.500l11-11M1 12l3 3M12 1l3 3',
  path: 'M2 13l3.500-7 4 4L14 3',
  height: 'M3 14h10M8 12V2.500M5.500 5L8 2.500 10.500 5',
  angle: 'M13.500 13.500H2.500l8-10.500M7 7.600a6 6 0 0 1 2.500 5.900',
  area: 'M8 2l6 4.500-2.300 7H4.300L2 6.500z',
  box: 'M8 1.500l5.700 3.200v6.600L8 14.500l-5.700-3.200V4.700zM8 14.500V8l5.700-3.300M8 8L2.300 4.700',
  undo: 'M5.500 2.500L2.500 5.500l3 3M2.500 5.500H10a3.750 3.750 0 0 1 0 7.500H6',
  redo: 'M10.500 2.500l3 3-3 3M13.500 5.500H6a3.750 3.750 0 0 0 0 7.500h4',
  camera: 'M2 5h2.800l1.200-2h4l1.200 2H14a.5.500 0 0 1 .5.500v7.500a.5.500 0 0 1-.5.500H2a.5.500 0 0 1-.5-.500V5.500A.5.500 0 0 1 2 5zM8 6.700a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5z',
  turntable: 'M10.500 7.900c2.400.300 4 1.100 4 2.100 0 1.300-2.900 2.400-6.500 2.400S1.500 11.300 1.500 10c0-1 1.600-1.800 4-2.100M12 14.500l-2.300-2.100L12 10.300M8 2v6M5.800 4.200L8 2l2.200 2.200',
  open: 'M6.5 3h-4v10.500H13v-4M9 2.500h4.500V7M13.3 2.700L7.5 8.5',
} as const;
export type IconName = keyof typeof PATHS;

/** A small outline; says nothing to a screen reader: the control around it has words. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className={styles['svg']} viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.4" aria-hidden>
      <path d={PATHS[name]} strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
