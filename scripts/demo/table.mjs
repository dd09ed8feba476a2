/**
 * @typedef {object} Column
 * @property {string} title
 * @property {'left' | 'right'} align
 */

/**
 * @param {Column[]} columns
 * @param {string[][]} rows A cell for each column.
 * @returns {string} The rows in aligned columns, under the titles and a rule.
 */
export function renderTable(columns, rows) {
  const titles = columns.map(({ title }) => title);
  const widths = columns.map((_, i) => Math.max(...[titles, ...rows].map((cells) => cells[i]?.length ?? 0)));
  const rule = widths.map((width) => '─'.repeat(width));
  return [titles, rule, ...rows]
    .map((cells) =>
      cells.map((cell, i) => (columns[i]?.align === 'right' ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0))),
    )
    .map((cells) => cells.join('  ').trimEnd())
    .join('\n');
}
