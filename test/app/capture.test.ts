import { readFile } from 'node:fs/promises';
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AppInBrowser, newPage, serveInBrowser } from '../fixtures/app-window';
import { findChromium } from '../fixtures/chromium';
import { expectAccessible, inEveryLook } from '../fixtures/looks';
import { pixelsAtRest, pixelsOf, shareChanged, shareDrawn } from '../fixtures/screen-pixels';
import { tempFolder } from '../fixtures/temp-folder';

const program = findChromium();
const folder = tempFolder();

/** The buttons over the cloud are in no picture: they and what the file's own rounding adds. */
const AS_SHOWN = 0.02;

describe.skipIf(program === undefined)('pictures and turntables in the window', () => {
  let served: AppInBrowser;
  let page: Page;
  let cloud: Locator;
  let popover: Locator;
  let dialog: Locator;
  const complaints: string[] = [];
  const downloads: string[] = [];

  const openPhoto = async (options: BrowserContextOptions = {}): Promise<Page> => {
    const opened = await newPage(served.browser, options);
    opened.on('pageerror', (error) => complaints.push(String(error)));
    return opened;
  };
  const showCoffee = async (shown: Page): Promise<void> => {
    await shown.goto(served.app.server.address);
    await shown.getByRole('gridcell', { name: 'coffee.jpg' }).dblclick();
    await shown.getByTestId('cloud').waitFor();
  };

  beforeAll(async () => {
    served = await serveInBrowser(program!, folder, { 'coffee.jpg': 'coffee.jpg', 'rocket.jpg': 'rocket.jpg' });
    page = await openPhoto();
    page.on('download', (download) => downloads.push(download.suggestedFilename()));
    cloud = page.getByTestId('cloud');
    popover = page.getByRole('dialog', { name: 'Save a picture' });
    dialog = page.getByRole('dialog', { name: 'Save a turntable' });
    await showCoffee(page);
  });
  afterAll(() => served.close());

  /** What the page saves when something is done, and under which name. */
  const savedBy = async (act: () => Promise<unknown>): Promise<{ name: string; bytes: Buffer }> => {
    const saving = page.waitForEvent('download');
    await act();
    const download = await saving;
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  };
  /** Of the cloud on the screen, at one pixel of it to one of CSS. */
  const drawnSize = () => cloud.evaluate(({ width, height }: HTMLCanvasElement) => ({ width, height }));
  /** What is shown while nothing is pointed at, which would be ringed, and nothing has the focus, and its words. */
  const shownNow = async (): Promise<Buffer> => {
    await page.mouse.move(1, 1);
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    return pixelsAtRest(cloud);
  };
  const expectBack = (shown: Buffer): Promise<void> =>
    expect.poll(async () => shareChanged(shown, await shownNow())).toBe(0);
  const openTurntable = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Save a turntable' }).click();
    await dialog.getByRole('group', { name: 'File' }).waitFor();
  };
  const choose = (within: Locator, group: string, choice: string) =>
    within.getByRole('group', { name: group }).getByRole('button', { name: choice, exact: true }).click();
  const savePicture = async (size: string, background: string): Promise<Buffer> => {
    await page.getByRole('button', { name: 'Save a picture' }).click();
    await choose(popover, 'Size', size);
    await choose(popover, 'Background', background);
    const { name, bytes } = await savedBy(() => popover.getByRole('button', { name: 'Save picture' }).click());
    expect(name).toBe('coffee.view.png');
    await page.keyboard.press('Escape');
    await popover.waitFor({ state: 'detached' });
    return bytes;
  };
  const setDuration = async (words: '2 s' | '10 s'): Promise<void> => {
    const slider = dialog.getByRole('slider', { name: 'Duration' });
    await slider.press(words === '10 s' ? 'End' : 'Home');
    await dialog.getByText(words, { exact: true }).waitFor();
  };
  /** A turn of two seconds at twelve frames a second, beginning with what is shown. */
  const expectVideo = async (bytes: Buffer, shown: Buffer): Promise<void> => {
    const player = await served.browser.newPage();
    const { width, height } = await drawnSize();
    const pixels = (frame: Buffer) =>
      sharp(frame).resize(width, height, { fit: 'fill' }).removeAlpha().raw().toBuffer();
    // A player that has sought may show the frame before for a moment.
    const shownAt = async (): Promise<readonly [Buffer, Buffer]> => {
      const video = await played(player, bytes, [0.01, 1.01]);
      expect(Math.min(video.width, video.height)).toBe(480);
      expect(video.seconds).toBeCloseTo(2, 1);
      return [await pixels(video.frames[0]!), await pixels(video.frames[1]!)];
    };
    await expect.poll(async () => shareChanged(shown, (await shownAt())[0])).toBeLessThan(0.35);
    await expect.poll(async () => shareChanged(...(await shownAt()))).toBeGreaterThan(0.4);
    await player.close();
  };
  const record = () => savedBy(() => dialog.getByRole('button', { name: 'Record' }).click());

  it('saves the view as it is shown', async () => {
    await expect.poll(async () => shareDrawn(await pixelsOf(cloud))).toBeGreaterThan(0.2);
    const shown = await shownNow();
    const png = sharp(await savePicture('1×', 'As shown'));
    const box = await drawnSize();
    const { width, height, format } = await png.metadata();
    expect([format, width, height]).toEqual(['png', box.width, box.height]);
    const pixels = await png.removeAlpha().raw().toBuffer();
    expect(shareDrawn(pixels)).toBeGreaterThan(0.2);
    expect(shareChanged(shown, pixels)).toBeLessThan(AS_SHOWN);
    await expectBack(shown);
  });

  it('saves it four times as large, before nothing', async () => {
    const shown = await shownNow();
    const bytes = await savePicture('4×', 'Transparent');
    const box = await drawnSize();
    const { width, height, hasAlpha } = await sharp(bytes).metadata();
    expect([width, height, hasAlpha]).toEqual([4 * box.width, 4 * box.height, true]);
    const { channels } = await sharp(bytes).extractChannel('alpha').stats();
    expect([channels[0]!.min, channels[0]!.max]).toEqual([0, 255]);
    const corner = { r: shown[0]!, g: shown[1]!, b: shown[2]! };
    const small = sharp(bytes).flatten({ background: corner }).resize(box.width, box.height, { kernel: 'nearest' });
    // At four times the size other points are seen in the pixels of edges.
    expect(shareChanged(shown, await small.raw().toBuffer())).toBeLessThan(0.1);
    await expectBack(shown);
  });

  it('saves by a key what is measured, as it is shown', async () => {
    const alone = await shownNow();
    await savePicture('1×', 'As shown');
    await page.getByRole('button', { name: 'Measure', exact: true }).click();
    const panel = page.getByRole('region', { name: 'Measure', exact: true });
    await panel.getByRole('button', { name: 'Distance', exact: true }).click();
    const depthMap = page.getByRole('region', { name: 'Depth', exact: true }).getByRole('application');
    for (const share of [0.2, 0.8]) {
      const box = (await depthMap.boundingBox())!;
      await depthMap.click({ position: { x: share * box.width, y: 0.6 * box.height } });
    }
    await panel.getByRole('listitem').waitFor();
    await page.mouse.move(1, 1);
    const shown = await shownNow();
    const { bytes } = await savedBy(() => page.keyboard.press('Control+s'));
    const picture = await sharp(bytes).removeAlpha().raw().toBuffer();
    expect(shareChanged(shown, picture)).toBeLessThan(AS_SHOWN);
    // The words are small beside the cloud, so they are compared on their own.
    const [words, frame] = await Promise.all([page.locator('[data-pictured] span').boundingBox(), cloud.boundingBox()]);
    const part = {
      left: Math.round(words!.x - frame!.x),
      top: Math.round(words!.y - frame!.y),
      width: Math.floor(words!.width),
      height: Math.floor(words!.height),
    };
    const raw = { ...(await drawnSize()), channels: 3 } as const;
    const [onScreen, inPicture, before] = await Promise.all(
      [shown, picture, alone].map((pixels) => sharp(pixels, { raw }).extract(part).raw().toBuffer()),
    );
    expect(shareChanged(onScreen!, before!)).toBeGreaterThan(0.5);
    expect(shareChanged(onScreen!, inPicture!)).toBeLessThan(0.25);
    await page.getByRole('button', { name: 'Measure', exact: true }).click();
    await expectBack(alone);
  });

  it('saves the clouds of other photos beside it, shaded too', async () => {
    const alone = await shownNow();
    await page.getByRole('combobox', { name: 'Add a photo’s cloud…' }).fill('rocket');
    await page.getByRole('option', { name: 'rocket.jpg' }).click();
    await page.getByRole('group', { name: 'Offset of rocket.jpg' }).waitFor();
    await expect.poll(async () => shareChanged(alone, await pixelsOf(cloud))).toBeGreaterThan(0.1);
    const shown = await shownNow();
    const picture = sharp(await savePicture('1×', 'As shown'));
    expect(shareChanged(shown, await picture.removeAlpha().raw().toBuffer())).toBeLessThan(AS_SHOWN);
    const shade = page.getByRole('switch', { name: 'Shade shapes by depth' });
    await shade.click();
    await expect.poll(async () => shareChanged(shown, await shownNow())).toBeGreaterThan(0.005);
    const shaded = await shownNow();
    const { bytes } = await savedBy(() => page.keyboard.press('Control+s'));
    expect(shareChanged(shaded, await sharp(bytes).removeAlpha().raw().toBuffer())).toBeLessThan(AS_SHOWN);
    await shade.click();
    await page.getByRole('button', { name: 'Remove rocket.jpg' }).click();
    await expectBack(alone);
  });

  it('looks good to axe in both themes, and in a small window', async () => {
    await inEveryLook(page, async (look) => {
      await pixelsAtRest(cloud);
      for (const [button, layer, what, group] of [
        ['Save a picture', popover, 'picture', 'Size'],
        ['Save a turntable', dialog, 'turntable', 'File'],
      ] as const) {
        await page.getByRole('button', { name: button }).click();
        await layer.getByRole('group', { name: group }).waitFor();
        await expectAccessible(page, `${look}-${what}`);
        await page.keyboard.press('Escape');
        await layer.waitFor({ state: 'detached' });
      }
    });
  });

  it('records a swing as a GIF that sharp reads', async () => {
    const shown = await shownNow();
    const box = await drawnSize();
    await openTurntable();
    await choose(dialog, 'File', 'GIF');
    await setDuration('2 s');
    await dialog.getByText(/^24 frames of/).waitFor();
    const { name, bytes } = await record();
    expect(name).toBe('coffee.turntable.gif');
    await dialog.waitFor({ state: 'detached' });
    const gif = sharp(bytes, { animated: true });
    const { pages, width, pageHeight, delay, loop } = await gif.metadata();
    expect([pages, Math.min(width, pageHeight!), loop]).toEqual([24, 480, 0]);
    expect(width / pageHeight!).toBeCloseTo(box.width / box.height, 1);
    expect(delay!.reduce((sum, ms) => sum + ms, 0)).toBe(2000);
    const frame = (at: number) =>
      sharp(bytes, { page: at }).resize(box.width, box.height, { fit: 'fill' }).removeAlpha().raw().toBuffer();
    const [first, right, middle, left] = await Promise.all([0, 6, 12, 18].map(frame));
    // 256 colours and another size.
    expect(shareChanged(shown, first!)).toBeLessThan(0.35);
    expect(shareChanged(first!, middle!)).toBeLessThan(0.05);
    expect(shareChanged(first!, right!)).toBeGreaterThan(0.2);
    expect(shareChanged(right!, left!)).toBeGreaterThan(0.2);
    await expectBack(shown);
  });

  it('records a turn as videos that a player plays', async () => {
    const shown = await shownNow();
    await openTurntable();
    const offered = await dialog.getByRole('group', { name: 'File' }).getByRole('button').allTextContents();
    await page.keyboard.press('Escape');
    // MP4 where the browser has an encoder for it.
    const kinds = offered.filter((kind) => kind !== 'GIF');
    expect(kinds).toContain('WebM');
    for (const kind of kinds) {
      await openTurntable();
      await choose(dialog, 'Camera', 'All the way round');
      await choose(dialog, 'File', kind);
      await choose(dialog, 'Shorter side in pixels', '480');
      await choose(dialog, 'Frames per second', '12');
      await setDuration('2 s');
      const { name, bytes } = await record();
      expect(name).toBe(`coffee.turntable.${kind.toLowerCase()}`);
      await dialog.waitFor({ state: 'detached' });
      await expectVideo(bytes, shown);
      await expectBack(shown);
    }
  });

  it('saves nothing when a recording is cancelled, by a key, and puts the view back', async () => {
    const shown = await shownNow();
    const before = downloads.length;
    await page.getByRole('button', { name: 'Save a turntable' }).press('Enter');
    await dialog.getByRole('group', { name: 'File' }).waitFor();
    await choose(dialog, 'Shorter side in pixels', '1080');
    await choose(dialog, 'Frames per second', '30');
    await setDuration('10 s');
    await dialog.getByRole('button', { name: 'Record' }).press('Enter');
    await dialog.getByRole('progressbar').waitFor();
    await dialog.getByText(/^Frame [1-9]/).waitFor();
    await page.keyboard.press('Escape');
    await dialog.getByRole('progressbar').waitFor({ state: 'detached' });
    await dialog.getByRole('button', { name: 'Record' }).waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await expectBack(shown);
    expect(downloads.length).toBe(before);
  });

  it('tells of a graphics card that goes while it records, and saves nothing', async () => {
    const before = downloads.length;
    await openTurntable();
    await setDuration('10 s');
    await dialog.getByRole('button', { name: 'Record' }).click();
    await dialog.getByText(/^Frame [1-9]/).waitFor();
    await cloud.evaluate((canvas: HTMLCanvasElement) =>
      canvas.getContext('webgl2')!.getExtension('WEBGL_lose_context')!.loseContext(),
    );
    await dialog.getByText('The graphics card was taken away.').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(downloads.length).toBe(before);
    expect(await page.getByRole('button', { name: 'Save a picture' }).isDisabled()).toBe(true);
  });

  it('offers a GIF where the browser encodes no video, and says so', async () => {
    const bare = await openPhoto();
    // As on a page that came over plain HTTP from another machine.
    await bare.addInitScript(() => Reflect.deleteProperty(window, 'VideoEncoder'));
    await showCoffee(bare);
    await bare.getByRole('button', { name: 'Save a turntable' }).click();
    await bare.getByText('No video of this size can be encoded here').waitFor();
    expect(await bare.getByRole('group', { name: 'File' }).getByRole('button').allTextContents()).toEqual(['GIF']);
    await bare.context().close();
  });

  it('had nothing to complain about', () => {
    expect(complaints).toEqual([]);
  });
});

interface PlayedVideo {
  readonly width: number;
  readonly height: number;
  readonly seconds: number;
  /** PNGs of what is shown at the times asked for. */
  readonly frames: readonly Buffer[];
}

/** Has the browser's own player show a video: its demuxer has nothing to do with what wrote the file. */
async function played(player: Page, bytes: Buffer, seconds: readonly number[]): Promise<PlayedVideo> {
  const { frames, ...facts } = await player.evaluate(
    async ([base64, times]) => {
      const video = document.createElement('video');
      const told = (event: string) =>
        new Promise((resolve, reject) => {
          video.addEventListener(event, resolve, { once: true });
          video.addEventListener('error', () => reject(new Error(video.error?.message)), { once: true });
        });
      const loaded = told('loadeddata');
      const content = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      video.src = URL.createObjectURL(new Blob([content]));
      await loaded;
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
      const shown: string[] = [];
      for (const time of times) {
        const sought = told('seeked');
        video.currentTime = time;
        await sought;
        canvas.getContext('2d')!.drawImage(video, 0, 0);
        shown.push(canvas.toDataURL('image/png').split(',')[1]!);
      }
      return { width: video.videoWidth, height: video.videoHeight, seconds: video.duration, frames: shown };
    },
    [bytes.toString('base64'), seconds] as const,
  );
  return { ...facts, frames: frames.map((frame) => Buffer.from(frame, 'base64')) };
}
