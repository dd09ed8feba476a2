import { copyFile, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectFolder } from '../../scripts/setup/project.mjs';
import { parseSidecar } from '../../src/core/formats/sidecar';
import { depthFileSchema } from '../../src/contract/estimate';
import { focalRequestSchema } from '../../src/contract/camera';
import { PhotoNotes } from '../../src/host/library/photo-notes';
import { type AppInBrowser, newPage, serveInBrowser } from '../fixtures/app-window';
import { CHROMIUM_ARGUMENTS, findChromium } from '../fixtures/chromium';
import { expectAccessible, showTheme } from '../fixtures/looks';
import { startExport } from '../fixtures/export-dialog';
import { readNpy, readPly } from '../fixtures/read-back';
import { renderedSamples } from '../fixtures/rendered-samples';
import { pixelsAtRest, shareDrawn } from '../fixtures/screen-pixels';
import { serveApp, type ServedApp } from '../fixtures/served-app';
import { tempFolder } from '../fixtures/temp-folder';

const program = findChromium();
const folder = tempFolder();

/** Of the depth map, in shares of its width and height; on broad surfaces. */
const ENDS = [
  [0.2, 0.85],
  [0.8, 0.85],
] as const;

/** Of a rendered sample: on the table, and on the wall behind it. */
const EXACT_ENDS = [
  [0.4, 0.65],
  [0.9, 0.2],
] as const;

/** On the table, which is the ground of that photo. */
const GROUND = [
  [0.1, 0.9],
  [0.9, 0.9],
  [0.9, 0.7],
] as const;

type Vector = readonly [number, number, number];

interface SavedMeasurement {
  readonly places: readonly { readonly xPx: number; readonly yPx: number }[];
  readonly points: readonly Vector[];
  readonly quantities: readonly { readonly value: number; readonly plusMinus: number }[];
}

const exactSample = renderedSamples().find(({ name }) => name === 'table-vase');

describe.skipIf(program === undefined)('measuring in the window', () => {
  let shown: AppInBrowser;
  let app: ServedApp;
  let page: Page;
  let panel: Locator;

  beforeAll(async () => {
    shown = await serveInBrowser(program!, folder, { 'coffee.jpg': 'coffee.jpg' });
    app = shown.app;
    page = await newPage(shown.browser);
    panel = page.getByRole('region', { name: 'Measure', exact: true });
    await page.goto(app.server.address);
    await startMeasuring(page);
    await panel.waitFor();
  });
  afterAll(() => shown.close());

  it('measures two pixels as the depth file has them', async () => {
    await measureDistance(page, panel, ENDS);
    const { places, quantities } = (await savedJson(page, panel)).measurements[0]!;
    await exportNpy();
    const sidecar = await readSidecar();
    const { shape, values } = await readNpy(path.join(app.outputFolder, 'coffee.depth.npy'));
    const points = places.map((place) => pointInFile(values, shape[1]!, sidecar.camera, place));
    expect(Math.abs(quantities[0]!.value / distance(points[0]!, points[1]!) - 1)).toBeLessThan(0.001);
    const words = await panel.getByTestId('measured').textContent();
    expect(Number.parseFloat(words!) / quantities[0]!.value).toBeCloseTo(1, 3);
  });

  it('undoes, does again, names, and looks good to axe in both themes', async () => {
    await page.keyboard.press('Control+z');
    await panel.getByRole('listitem').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+Shift+Z');
    await panel.getByRole('listitem').waitFor();
    await panel.getByRole('textbox', { name: 'Name of Distance 1' }).fill('Saucer');
    await page.keyboard.press('Enter');
    await panel.getByRole('button', { name: 'Delete Saucer' }).waitFor();
    for (const theme of ['light', 'dark'] as const) {
      await showTheme(page, theme);
      await expectAccessible(page, `${theme}-measure`);
    }
  });

  it('takes places by keys', async () => {
    await panel.getByRole('button', { name: 'Path', exact: true }).click();
    const depthMap = page.getByRole('region', { name: 'Depth', exact: true }).getByRole('application');
    await depthMap.focus();
    for (const key of ['Space', 'Shift+ArrowRight', 'Space', 'Shift+ArrowDown', 'Space', 'Enter']) {
      await page.keyboard.press(key);
    }
    await panel.getByRole('listitem').nth(1).waitFor();
    await panel.getByRole('button', { name: 'Delete Path 2' }).click();
    await panel.getByRole('listitem').nth(1).waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
  });

  it('corrects the scale by a known length, in the list, the read-out and the sidecar', async () => {
    const before = (await savedJson(page, panel)).measurements[0]!.quantities[0]!.value;
    const field = panel.getByRole('textbox', { name: 'True length' });
    if ((await field.count()) === 0) await panel.getByRole('button', { name: 'Set known length…' }).click();
    await field.fill(String(2 * before));
    await panel.getByRole('button', { name: 'Correct this photo' }).click();
    await panel.getByText('Scale corrected by known length ×2.000').waitFor();
    const after = await savedJson(page, panel);
    expect(after.scaleFactor).toBeCloseTo(2, 6);
    expect(after.measurements[0]!.quantities[0]!.value / before).toBeCloseTo(2, 4);
    await exportNpy();
    const { depth } = await readSidecar();
    expect(depth.scaleCorrection).toMatchObject({
      origin: 'knownLength',
      note: 'scale corrected by known length ×2.000',
    });
  });

  it('keeps measurements and scale for the next time the photo is opened', async () => {
    await page.reload();
    await startMeasuring(page);
    await panel.getByRole('button', { name: 'Delete Saucer' }).waitFor();
    await panel.getByText('Scale corrected by known length ×2.000').waitFor();
  });

  it('finds the ground, and measures heights from then on', async () => {
    const height = panel.getByRole('button', { name: 'Height', exact: true });
    expect(await height.isDisabled()).toBe(true);
    await panel.getByRole('button', { name: 'Click on the ground' }).click();
    const depthMap = page.getByRole('region', { name: 'Depth', exact: true }).getByRole('application');
    for (const [across, down] of GROUND) await clickAt(depthMap, across, down);
    await panel.getByRole('button', { name: 'Finish with 3 places' }).click();
    await panel.getByText('The ground and up are known.').waitFor();
    await expect.poll(() => height.isEnabled()).toBe(true);
    await panel.getByRole('switch', { name: 'Axes and grid in metres' }).click();
  });

  it('exports the photo level, by the ground that was clicked', async () => {
    await exportNpy();
    const { level, camera } = await readSidecar();
    expect(level).toMatchObject({ origin: 'person' });
    const { rotation, translationMetres } = level!;
    const { shape, values } = await readNpy(path.join(app.outputFolder, 'coffee.depth.npy'));
    const { positions } = await readPly(path.join(app.outputFolder, 'coffee.ply'));
    for (const [across, down] of GROUND) {
      const place = { xPx: across * shape[1]!, yPx: down * shape[0]! };
      const point = pointInFile(values, shape[1]!, camera, place);
      const at = rotation.map((row, axis) => dot(row, point) + translationMetres[axis]!) as unknown as Vector;
      // Between the pixels of the file, on a ground that is no perfect plane.
      expect(Math.abs(at[1])).toBeLessThan(0.02 * point[2]);
      let nearest = Infinity;
      for (let i = 0; i < positions.length; i += 3) {
        nearest = Math.min(nearest, distance(at, positions.subarray(i, i + 3) as unknown as Vector));
      }
      expect(nearest).toBeLessThan(0.02 * point[2]);
    }
  });

  it('takes places in the cloud, and none where the cloud is turned', async () => {
    await page.getByRole('button', { name: 'Cloud', exact: true }).click();
    await panel.getByRole('button', { name: 'Distance', exact: true }).click();
    const cloud = page.getByTestId('cloud');
    await expect.poll(async () => shareDrawn(await pixelsAtRest(cloud))).toBeGreaterThan(0.1);
    const { x, y, width, height } = (await cloud.boundingBox())!;
    await page.mouse.move(x + 0.5 * width, y + 0.5 * height);
    await page.mouse.down();
    await page.mouse.move(x + 0.5 * width + 30, y + 0.5 * height, { steps: 3 });
    await page.mouse.up();
    await clickAt(cloud, 0.45, 0.55);
    await clickAt(cloud, 0.6, 0.55);
    await panel.getByRole('listitem').nth(1).waitFor();
    await expect.poll(() => panel.getByRole('listitem').count()).toBe(2);
  });

  let exports = 0;
  async function exportNpy(): Promise<void> {
    await startExport(page, async (dialog) => {
      const npy = dialog.getByRole('checkbox', { name: 'NPY', exact: true });
      if (!(await npy.isChecked())) await npy.click();
    });
    await page
      .getByText(/Finished · 1 of 1 done/)
      .nth(exports++)
      .waitFor();
  }

  async function readSidecar() {
    return parseSidecar(await readFile(path.join(app.outputFolder, 'coffee.json'), 'utf8'))!;
  }
});

describe.skipIf(program === undefined || exactSample === undefined)('measuring in imported exact depth', () => {
  const work = path.join(folder, 'exact');
  let app: ServedApp;
  let browser: Browser;

  beforeAll(async () => {
    const { name, photo, intrinsics, depthFile } = exactSample!;
    const photos = path.join(work, 'photos');
    const data = path.join(work, 'data');
    await mkdir(photos, { recursive: true });
    const copied = path.join(photos, `${name}.jpg`);
    await copyFile(photo, copied);
    // Chosen as if at the desktop: a browser’s host has no dialog for files.
    await (await PhotoNotes.open(data, 'depths.json', depthFileSchema)).set([copied], depthFile);
    await (
      await PhotoNotes.open(data, 'focals.json', focalRequestSchema)
    ).set([copied], { kind: 'intrinsics', intrinsics });
    app = await serveApp(work, [photos], path.join(projectFolder, 'out', 'renderer'));
    browser = await chromium.launch({ executablePath: program!, args: CHROMIUM_ARGUMENTS });
  });
  afterAll(async () => {
    await browser.close();
    await app.server.close();
  });

  it('measures two pixels as the depth file has them', async () => {
    const page = await newPage(browser);
    const panel = page.getByRole('region', { name: 'Measure', exact: true });
    await page.goto(app.server.address);
    await startMeasuring(page);
    await measureDistance(page, panel, EXACT_ENDS);
    const { places, quantities } = (await savedJson(page, panel)).measurements[0]!;
    const { size, intrinsics, exactDepthMetres } = exactSample!;
    const depthMetres = await exactDepthMetres();
    const points = places.map((place) => pointInFile(depthMetres, size.widthPx, intrinsics, place));
    expect(points[1]![2] - points[0]![2]).toBeGreaterThan(1);
    expect(Math.abs(quantities[0]!.value / distance(points[0]!, points[1]!) - 1)).toBeLessThan(0.001);
  });
});

/** Opens the first photo, and the panel beside it. */
async function startMeasuring(page: Page): Promise<void> {
  await page.getByRole('gridcell').first().dblclick();
  await page.getByRole('region', { name: 'How it was made' }).waitFor();
  await page.getByRole('button', { name: 'Measure', exact: true }).click();
}

async function measureDistance(
  page: Page,
  panel: Locator,
  ends: readonly (readonly [across: number, down: number])[],
): Promise<void> {
  await panel.getByRole('button', { name: 'Distance', exact: true }).click();
  const depthMap = page.getByRole('region', { name: 'Depth', exact: true }).getByRole('application');
  for (const [across, down] of ends) await clickAt(depthMap, across, down);
  await panel.getByRole('listitem').waitFor();
}

async function savedJson(page: Page, panel: Locator) {
  const saving = page.waitForEvent('download');
  await panel.getByRole('button', { name: 'Save as JSON' }).click();
  const file = await (await saving).path();
  return JSON.parse(await readFile(file, 'utf8')) as {
    readonly scaleFactor: number;
    readonly measurements: readonly SavedMeasurement[];
  };
}

async function clickAt(element: Locator, across: number, down: number): Promise<void> {
  const box = (await element.boundingBox())!;
  await element.click({ position: { x: across * box.width, y: down * box.height } });
}

/** The point of a place as any program would make it of the depth file, between four pixels, and the sidecar’s camera. */
function pointInFile(
  depthMetres: Float32Array,
  widthPx: number,
  camera: { readonly fxPx: number; readonly fyPx: number; readonly cxPx: number; readonly cyPx: number },
  { xPx, yPx }: { readonly xPx: number; readonly yPx: number },
): Vector {
  const [left, top] = [Math.floor(xPx - 0.5), Math.floor(yPx - 0.5)];
  const [across, down] = [xPx - 0.5 - left, yPx - 0.5 - top];
  const at = (column: number, row: number): number => depthMetres[row * widthPx + column]!;
  const z =
    (1 - down) * ((1 - across) * at(left, top) + across * at(left + 1, top)) +
    down * ((1 - across) * at(left, top + 1) + across * at(left + 1, top + 1));
  return [((xPx - camera.cxPx) * z) / camera.fxPx, ((yPx - camera.cyPx) * z) / camera.fyPx, z];
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function distance(a: Vector, b: Vector): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}
