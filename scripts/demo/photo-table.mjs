import path from 'node:path';
import { renderTable } from './table.mjs';

/** @type {Record<string, string>} */
const originWords = {
  exif35mm: 'EXIF, 35 mm equivalent',
  exifMm: 'EXIF, mm and sensor',
  typed: 'typed',
  model: 'model',
  assumed: 'assumed',
};

/** @type {import('./table.mjs').Column[]} */
const columns = [
  { title: 'photo', align: 'left' },
  { title: 'focal px', align: 'right' },
  { title: 'from', align: 'left' },
  { title: 'depth m', align: 'right' },
  { title: 'points', align: 'right' },
  { title: 'decode ms', align: 'right' },
  { title: 'infer ms', align: 'right' },
  { title: 'write ms', align: 'right' },
  { title: 'precision', align: 'left' },
];

/** @param {number | undefined} value @param {number} [digits] */
const number = (value, digits = 0) => (value === undefined ? '-' : value.toFixed(digits));

/** @param {import('./run-cli.mjs').PhotoEvent} photo @returns {string[]} */
function cells({ photo, focalPx, focalOrigin = '-', depthRangeMetres, points, ms, precision = '-', provider = '-' }) {
  return [
    path.basename(photo),
    number(focalPx),
    originWords[focalOrigin] ?? focalOrigin,
    depthRangeMetres ? depthRangeMetres.map((metres) => metres.toFixed(2)).join(' – ') : '-',
    points?.toLocaleString('en-GB') ?? '-',
    number(ms?.decode),
    number(ms?.infer),
    number(ms?.write),
    `${precision} on ${provider}`,
  ];
}

/**
 * @param {import('./run-cli.mjs').PhotoEvent[]} photos
 * @returns {string} One line for each converted photo.
 */
export function photoTable(photos) {
  return renderTable(columns, photos.map(cells));
}
