import path from 'node:path';
import { convert } from './demo/run-cli.mjs';
import { cacheFolder, projectFolder } from './setup/project.mjs';
import { takeScreenshots } from './pictures/screenshots.mjs';
import { setUp } from './setup.mjs';

/** Redraws docs/pictures from the bundled samples, so that no picture in the README is older than the code. */
const HEIGHT_PX = 480;
const GAP_PX = 8;
const BACKGROUND = '#101216';
const photo = path.join(projectFolder, 'resources/samples/coffee.jpg');
const outputFolder = path.join(cacheFolder, 'pictures');

/** @param {string} file @param {string} picture */
async function composeOverview(file, picture) {
  const { default: sharp } = await import('sharp');
  const { renderCloud } = await import('./pictures/render-cloud.mjs');
  const cloud = await renderCloud(file.replace(/\.[^.]+$/, '.ply'), {
    widthPx: 640,
    heightPx: HEIGHT_PX,
    yawDegrees: 18,
    pitchDegrees: 14,
    zoom: 0.85,
  });
  const panels = await Promise.all(
    [sharp(photo), sharp(picture), sharp(cloud.data, { raw: cloud.info })].map((panel) =>
      panel.resize({ height: HEIGHT_PX }).png().toBuffer({ resolveWithObject: true }),
    ),
  );
  let left = 0;
  const placed = panels.map(({ data, info }) => {
    const panel = { input: data, left, top: 0 };
    left += info.width + GAP_PX;
    return panel;
  });
  await sharp({ create: { width: left - GAP_PX, height: HEIGHT_PX, channels: 3, background: BACKGROUND } })
    .composite(placed)
    .jpeg({ quality: 88 })
    .toFile(path.join(projectFolder, 'docs/pictures/overview.jpg'));
}

await setUp();
const { exitCode, photos } = await convert([photo], outputFolder, () => undefined);
const [preview] = photos[0]?.outputs?.filter((file) => file.endsWith('.preview.png')) ?? [];
const [cloud] = photos[0]?.outputs?.filter((file) => file.endsWith('.ply')) ?? [];
if (exitCode !== 0 || !preview || !cloud) throw new Error('the sample photo was not converted');
await composeOverview(cloud, preview);
const { composeEdges } = await import('./pictures/edges.mjs');
await composeEdges(outputFolder);
const { composeMesh } = await import('./pictures/mesh.mjs');
await composeMesh(outputFolder);
await takeScreenshots();
console.log('The pictures in docs/pictures are drawn anew.');
