import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { findChromium } from '../setup/browser.mjs';
import { builtCli, projectFolder } from '../setup/project.mjs';
import { BROWSER_OPTIONS } from './browser-options.mjs';

const SIZE = { width: 1280, height: 800 };

/** Free to be shown in a README: of our own making, or in the public domain. */
const sources = ['test/samples/rendered', 'resources/samples'];

/** Pictures of the real window, of `fathom serve` with the photos of this repository, for the README. */
export async function takeScreenshots() {
  const program = findChromium();
  if (!program) {
    console.log('No screenshots: there is no Chromium here.');
    return;
  }
  const { chromium } = await import('playwright-core');
  const home = mkdtempSync(path.join(tmpdir(), 'fathom-pictures-'));
  const server = spawn(process.execPath, [builtCli, 'serve', gatherPhotos(home), '--port', '0', '--out', home], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, XDG_DATA_HOME: home, FATHOM_CACHE: path.join(home, 'cache') },
  });
  const browser = await chromium.launch({ executablePath: program, args: BROWSER_OPTIONS });
  try {
    const [address] = await once(createInterface(server.stdout), 'line');
    await photograph(browser, String(address));
  } finally {
    await browser.close();
    server.kill();
    await once(server, 'exit');
    rmSync(home, { recursive: true, force: true });
  }
}

/** @param {string} home */
function gatherPhotos(home) {
  const folder = path.join(home, 'photos');
  mkdirSync(folder);
  for (const source of sources) {
    const photos = readdirSync(path.join(projectFolder, source)).filter((name) => name.endsWith('.jpg'));
    for (const name of photos) copyFileSync(path.join(projectFolder, source, name), path.join(folder, name));
  }
  return folder;
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {string} address
 */
async function photograph(browser, address) {
  const page = await browser.newPage({ viewport: SIZE, colorScheme: 'light' });
  await page.goto(address);
  await page.getByRole('gridcell', { name: 'table-pots.jpg' }).dblclick();
  await cloudDrawn(page);
  await keep(page, 'viewer.jpg');
  await measure(page);
  await page.getByRole('button', { name: 'Library' }).click();
  await page.getByRole('gridcell', { name: 'table-pots.jpg' }).getByRole('img').first().waitFor();
  await keep(page, 'library.jpg');
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('dialog').waitFor();
  await keep(page, 'settings.jpg');
  await page.keyboard.press('Escape');
  await page.getByRole('gridcell', { name: 'table-pots.jpg' }).dblclick();
  await page.getByRole('button', { name: 'Cloud', exact: true }).click();
  await cloudDrawn(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await turnCloud(page);
  await keep(page, 'cloud.jpg');
}

/** @param {import('playwright-core').Page} page */
async function cloudDrawn(page) {
  await page.getByRole('button', { name: 'Fit the cloud to the view' }).waitFor();
  // Software rendering draws a coarse cloud first.
  await page.waitForTimeout(3000);
}

/**
 * A distance and an area on the table, and what they come to.
 * @param {import('playwright-core').Page} page
 */
async function measure(page) {
  const ruler = page.getByRole('button', { name: 'Measure', exact: true });
  await ruler.click();
  await placeOnPhoto(page, 'Distance', [
    [0.15, 0.9],
    [0.85, 0.9],
  ]);
  await placeOnPhoto(page, 'Area', [
    [0.3, 0.7],
    [0.7, 0.7],
    [0.75, 0.8],
    [0.25, 0.8],
  ]);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.mouse.move(5, 5);
  await keep(page, 'measure.jpg');
  await ruler.click();
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} tool
 * @param {readonly (readonly [number, number])[]} places shares of the photo's width and height
 */
async function placeOnPhoto(page, tool, places) {
  await page.getByRole('button', { name: tool, exact: true }).click();
  const photo = page.getByRole('region', { name: 'Photo', exact: true }).getByRole('application');
  for (const [across, down] of places) {
    const box = await photo.boundingBox();
    if (!box) throw new Error('the photo is not in view');
    await photo.click({ position: { x: across * box.width, y: down * box.height } });
  }
}

/** @param {import('playwright-core').Page} page */
async function turnCloud(page) {
  const area = await page.getByRole('application').boundingBox();
  if (!area) throw new Error('the cloud is not in view');
  const [x, y] = [area.x + area.width / 2, area.y + area.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x - 35, y + 15, { steps: 8 });
  await page.mouse.up();
  await page.mouse.move(5, 5);
  await page.waitForTimeout(3000);
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} name
 */
async function keep(page, name) {
  await page.waitForTimeout(500);
  await page.screenshot({ path: path.join(projectFolder, 'docs/pictures', name), type: 'jpeg', quality: 85 });
}
