import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { convert } from '../demo/run-cli.mjs';
import { findChromium } from '../setup/browser.mjs';
import { projectFolder } from '../setup/project.mjs';
import { BROWSER_OPTIONS } from './browser-options.mjs';

const SIZE = { width: 1288, height: 480 };
const ORIGIN = 'http://mesh.invalid';
const photo = path.join(projectFolder, 'test/samples/rendered/table-vase.jpg');
const three = path.join(projectFolder, 'node_modules/three');

/**
 * What paths of the page begin with, and the file or folder they stand for; the longest beginning comes last.
 * @type {readonly (readonly [start: string, place: string, contentType: string])[]}
 */
const FILES = [
  ['/', path.join(import.meta.dirname, 'mesh.html'), 'text/html'],
  ['/three/', path.join(three, 'build'), 'text/javascript'],
  ['/addons/', path.join(three, 'examples/jsm'), 'text/javascript'],
];

/**
 * Draws one rendered photo's mesh from the side, with its photo and as triangles, as three's own loader reads it.
 * @param {string} outputFolder for the mesh.
 */
export async function composeMesh(outputFolder) {
  const program = findChromium();
  if (!program) {
    console.log('No picture of a mesh: there is no Chromium here.');
    return;
  }
  const folder = path.join(outputFolder, 'mesh');
  const { exitCode } = await convert([photo], folder, () => undefined, ['--format', 'mesh-glb', '--mesh-step', '4']);
  if (exitCode !== 0) throw new Error(`${photo} was not converted`);
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({ executablePath: program, args: BROWSER_OPTIONS });
  try {
    const page = await browser.newPage({ viewport: SIZE });
    await page.route(`${ORIGIN}/**`, async (route) => {
      const { pathname } = new URL(route.request().url());
      if (pathname === '/mesh.glb') {
        await route.fulfill({ path: path.join(folder, 'table-vase.mesh.glb'), contentType: 'model/gltf-binary' });
        return;
      }
      const known = FILES.findLast(([start]) => pathname.startsWith(start));
      if (!known) throw new Error(`${pathname} is not known`);
      const [start, place, contentType] = known;
      await route.fulfill({ body: await readFile(path.join(place, pathname.slice(start.length))), contentType });
    });
    await page.goto(`${ORIGIN}/`);
    await page.getByText('drawn').waitFor({ state: 'attached' });
    const picture = path.join(projectFolder, 'docs/pictures/mesh.jpg');
    await page.screenshot({ path: picture, type: 'jpeg', quality: 88 });
  } finally {
    await browser.close();
  }
}
