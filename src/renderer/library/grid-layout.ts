/** The least width of a cell; cells share what a row has beyond it. */
export const LEAST_CELL_WIDTH_PX = 156;

/** Between cells and around them. */
export const GRID_GAP_PX = 8;

/** Below a thumbnail: the photo's name. */
const CAPTION_HEIGHT_PX = 26;

/** How a grid of square thumbnails fills a width. */
export interface GridLayout {
  readonly columns: number;
  readonly cellWidthPx: number;
  /** From the top of a row to the top of the next. */
  readonly rowHeightPx: number;
}

/** Lays out as many columns as fit, one at least. */
export function gridLayout(widthPx: number): GridLayout {
  const inner = Math.max(0, widthPx - GRID_GAP_PX);
  const columns = Math.max(1, Math.floor(inner / (LEAST_CELL_WIDTH_PX + GRID_GAP_PX)));
  const cellWidthPx = Math.max(LEAST_CELL_WIDTH_PX, Math.floor(inner / columns) - GRID_GAP_PX);
  return { columns, cellWidthPx, rowHeightPx: cellWidthPx + CAPTION_HEIGHT_PX + GRID_GAP_PX };
}
