export type ColourMapName = 'turbo' | 'viridis' | 'grey';

/** The colours of t = 0 … 1 in 256 steps: red green blue in sRGB, interleaved. */
export type ColourTable = Uint8Array;

export const COLOUR_TABLE_SIZE = 256;

/**
 * Every 17th colour of the published tables of 256, from t = 0 to t = 1. Between them linear interpolation stays
 * within 7/255 of the tables.
 *
 * Turbo: A. Mikhailov, "Turbo, An Improved Rainbow Colormap for Visualization", Google AI blog, 2019.
 * Viridis: N. Smith and S. van der Walt, for Matplotlib 1.5, 2015 (CC0).
 */
const ANCHORS: Readonly<Record<ColourMapName, readonly number[]>> = {
  turbo: [
    0x30123b, 0x4143a7, 0x4771e9, 0x3e9bfe, 0x22c5e2, 0x1ae4b6, 0x46f884, 0x88ff4e, 0xb9f635, 0xe1dd37, 0xfaba39,
    0xfd8d27, 0xf05b12, 0xd63506, 0xaf1801, 0x7a0403,
  ],
  viridis: [
    0x440154, 0x481a6c, 0x472f7d, 0x414487, 0x39568c, 0x31688e, 0x2a788e, 0x23888e, 0x1f988b, 0x22a884, 0x35b779,
    0x54c568, 0x7ad151, 0xa5db36, 0xd2e21b, 0xfde725,
  ],
  grey: [0x000000, 0xffffff],
};

/** The colour maps, each from its cold (dark) end to its warm (bright) end. */
export const COLOUR_TABLES: Readonly<Record<ColourMapName, ColourTable>> = {
  turbo: colourTable(ANCHORS.turbo),
  viridis: colourTable(ANCHORS.viridis),
  grey: colourTable(ANCHORS.grey),
};

/** Blue, light grey, red: what lies on either side of a middle. */
export const DIFFERENCE_TABLE = colourTable([0x1f4e9e, 0x5b8fd0, 0xa9c6e6, 0xe6e6e6, 0xf0b8a0, 0xd7705a, 0xa61f2b]);

function colourTable(anchors: readonly number[]): ColourTable {
  const table = new Uint8Array(3 * COLOUR_TABLE_SIZE);
  for (let i = 0; i < COLOUR_TABLE_SIZE; i++) {
    const position = (i / (COLOUR_TABLE_SIZE - 1)) * (anchors.length - 1);
    const before = Math.min(Math.floor(position), anchors.length - 2);
    for (const [channel, shift] of [16, 8, 0].entries()) {
      const from = (anchors[before]! >> shift) & 0xff;
      const to = (anchors[before + 1]! >> shift) & 0xff;
      table[3 * i + channel] = Math.round(from + (to - from) * (position - before));
    }
  }
  return table;
}
