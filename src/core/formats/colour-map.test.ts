import { describe, expect, test } from 'vitest';
import { COLOUR_TABLE_SIZE, COLOUR_TABLES, type ColourMapName } from './colour-map';

// Entries of the published tables of 256, between the anchors as well as on them.
const PUBLISHED: [ColourMapName, number, number[]][] = [
  ['turbo', 0, [48, 18, 59]],
  ['turbo', 8, [57, 42, 115]],
  ['turbo', 40, [70, 128, 246]],
  ['turbo', 100, [63, 246, 138]],
  ['turbo', 130, [169, 251, 57]],
  ['turbo', 200, [244, 102, 23]],
  ['turbo', 246, [152, 14, 1]],
  ['turbo', 255, [122, 4, 3]],
  ['viridis', 0, [68, 1, 84]],
  ['viridis', 8, [71, 13, 96]],
  ['viridis', 40, [69, 55, 129]],
  ['viridis', 100, [42, 118, 142]],
  ['viridis', 130, [32, 146, 140]],
  ['viridis', 200, [112, 207, 87]],
  ['viridis', 246, [231, 228, 25]],
  ['viridis', 255, [253, 231, 37]],
];

describe('tables keep to the published ones within 7/255', () => {
  test.each(PUBLISHED)('%s at %d', (name, entry, published) => {
    const errors = published.map((value, channel) => Math.abs(COLOUR_TABLES[name][3 * entry + channel]! - value));
    expect(Math.max(...errors)).toBeLessThanOrEqual(7);
  });
});

test('grey is the identity', () => {
  const levels = Array.from({ length: COLOUR_TABLE_SIZE }, (_, i) => [i, i, i]).flat();
  expect(Array.from(COLOUR_TABLES.grey)).toEqual(levels);
});
