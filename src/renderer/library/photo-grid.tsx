import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PhotoId } from '../../contract/app/ids';
import { useActions, useApp, useLibrary } from '../state/app-context';
import { shownOrder } from '../state/library';
import { GRID_KEYS, type GridKey, keyTarget, select, type SelectMode, selectAll } from '../state/selection';
import { GRID_GAP_PX, type GridLayout, gridLayout } from './grid-layout';
import styles from './library.module.css';
import { cellElementId, PhotoCell } from './photo-cell';
import { useLookAhead } from './use-look-ahead';

const ROWS_AHEAD = 2;

/** The photos of a folder as thumbnails; only those in view, and a little around, are drawn. */
export function PhotoGrid() {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const layout = useGridLayout(scroller);
  const order = useLibrary(shownOrder);
  const focus = useLibrary(({ selection }) => selection.focus);
  const rowCount = Math.ceil(order.length / layout.columns);
  const rows = useVirtualizer({
    count: rowCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => layout.rowHeightPx,
    overscan: ROWS_AHEAD,
    paddingStart: GRID_GAP_PX,
    // Scrolling need not wait for React: rows ahead are there already.
    useFlushSync: false,
  });
  const { rowHeightPx, columns } = layout;
  useEffect(() => rows.measure(), [rows, rowHeightPx]);
  const press = usePress();
  const { showPhoto } = useActions();
  const onKeyDown = useGridKeys(layout, scroller, (index) => rows.scrollToIndex(Math.floor(index / columns)));
  const items = rows.getVirtualItems();
  const first = (items[0]?.index ?? 0) * columns;
  const last = Math.min(order.length, ((items.at(-1)?.index ?? -1) + 1) * columns) - 1;
  useLookAhead(order, first, last);
  return (
    <div
      ref={scroller}
      className={styles['grid']}
      role="grid"
      tabIndex={0}
      aria-label={t('library.grid')}
      aria-multiselectable
      aria-rowcount={rowCount}
      aria-colcount={columns}
      aria-activedescendant={focus === undefined ? undefined : cellElementId(focus)}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {items.map((row) => (
          <div
            key={row.key}
            role="row"
            aria-rowindex={row.index + 1}
            className={styles['row']}
            style={{
              transform: `translateY(${row.start}px)`,
              gridTemplateColumns: `repeat(${columns}, ${layout.cellWidthPx}px)`,
            }}
          >
            {order.slice(row.index * columns, (row.index + 1) * columns).map((id, column) => (
              <PhotoCell key={id} id={id} column={column} onPress={press} onOpen={showPhoto} />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

function useGridLayout(scroller: React.RefObject<HTMLDivElement | null>): GridLayout {
  const [layout, setLayout] = useState(() => gridLayout(0));
  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => {
      setLayout((before) => {
        const next = gridLayout(element.clientWidth);
        return next.columns === before.columns && next.cellWidthPx === before.cellWidthPx ? before : next;
      });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);
  return layout;
}

function usePress(): (id: PhotoId, event: MouseEvent) => void {
  const { library } = useApp();
  return useCallback(
    (id, event) => {
      if (event.button !== 0) return;
      const mode: SelectMode = event.shiftKey ? 'range' : event.ctrlKey || event.metaKey ? 'toggle' : 'only';
      library.setState((state) => ({ selection: select(state.selection, shownOrder(state), id, mode) }));
    },
    [library],
  );
}

/** Moves, selects and opens by keys. Reads the state at the time of the key: nothing is drawn anew for it. */
function useGridKeys(
  layout: GridLayout,
  scroller: React.RefObject<HTMLDivElement | null>,
  scrollTo: (index: number) => void,
): (event: KeyboardEvent) => void {
  const { library } = useApp();
  const { showPhoto } = useActions();
  const move = (key: GridKey, extend: boolean): void => {
    const state = library.getState();
    const order = shownOrder(state);
    const { focus } = state.selection;
    const rows = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / layout.rowHeightPx));
    const from = focus === undefined ? -1 : order.indexOf(focus);
    const leavesStart = key === 'End' || key === 'PageDown';
    const index =
      from < 0 && !leavesStart
        ? 0
        : keyTarget(Math.max(0, from), key, { count: order.length, columns: layout.columns, rows });
    const target = order[index];
    if (target === undefined) return;
    library.setState({ selection: select(state.selection, order, target, extend ? 'range' : 'only') });
    scrollTo(index);
  };
  return (event) => {
    const { selection } = library.getState();
    const isCommand = event.ctrlKey || event.metaKey;
    if (isGridKey(event.key)) move(event.key, event.shiftKey);
    else if (event.key === 'a' && isCommand)
      library.setState((state) => ({ selection: selectAll(state.selection, shownOrder(state)) }));
    else if (event.key === 'Enter' && selection.focus !== undefined) showPhoto(selection.focus);
    else if (event.key === ' ' && selection.focus !== undefined)
      library.setState({ selection: select(selection, shownOrder(library.getState()), selection.focus, 'toggle') });
    else return;
    event.preventDefault();
  };
}

function isGridKey(key: string): key is GridKey {
  return (GRID_KEYS as readonly string[]).includes(key);
}
