import path from 'node:path';
import { convert } from '../demo/run-cli.mjs';
import { projectFolder } from '../setup/project.mjs';
import { renderCloud } from './render-cloud.mjs';

const WIDTH_PX = 640;
const HEIGHT_PX = 480;
const GAP_PX = 8;
const BACKGROUND = '#101216';
const photo = path.join(projectFolder, 'test/samples/rendered/table-vase.jpg');
const view = { widthPx: WIDTH_PX, heightPx: HEIGHT_PX, yawDegrees: 32, pitchDegrees: 12, zoom: 1.1 };

/** What each panel masks, from left to right. */
const PANELS = [
  ['--edge-threshold', '0'],
  [],
  ['--min-confidence', '20', '--min-island', '60', '--grazing-angle', '84'],
];

/**
 * Draws one rendered photo's cloud without masks, with the usual one, and with more of them, for docs/edges.md.
 * @param {string} outputFolder for the clouds.
 */
export async function composeEdges(outputFolder) {
  const { default: sharp } = await import('sharp');
  const panels = [];
  for (const [at, options] of PANELS.entries()) {
    const folder = path.join(outputFolder, `edges-${String(at)}`);
    const { exitCode } = await convert([photo], folder, () => undefined, options);
    if (exitCode !== 0) throw new Error(`${photo} was not converted`);
    const { data, info } = await renderCloud(path.join(folder, 'table-vase.ply'), view);
    const input = await sharp(data, { raw: info }).png().toBuffer();
    panels.push({ input, left: at * (WIDTH_PX + GAP_PX), top: 0 });
  }
  const width = PANELS.length * (WIDTH_PX + GAP_PX) - GAP_PX;
  await sharp({ create: { width, height: HEIGHT_PX, channels: 3, background: BACKGROUND } })
    .composite(panels)
    .jpeg({ quality: 88 })
    .toFile(path.join(projectFolder, 'docs/pictures/edges.jpg'));
}
