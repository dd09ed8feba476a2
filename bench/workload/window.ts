import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { chromium, type Browser, type Page } from 'playwright-core';
import { findChromium } from '../../scripts/setup/browser.mjs';
import { CHROMIUM_ARGUMENTS } from '../../test/fixtures/chromium';
import { builtCli } from './project';

/** The app as a browser shows it. */
export interface OpenWindow {
  readonly page: Page;
  readonly browser: Browser;
  /** A window of a browser that has never seen the app. */
  openAnother(): Promise<Page>;
  close(): Promise<void>;
}

/** Chromium for the figures that need a window; undefined where there is none. */
export const browserProgram = findChromium();

const VIEWPORT = { width: 1400, height: 900 };

/** Serves the folders with `fathom serve` and opens its page; all it keeps lies in `workFolder`. */
export async function openWindow(folders: readonly string[], workFolder: string): Promise<OpenWindow> {
  const { server, address } = await serve(folders, workFolder);
  const browser = await chromium.launch({ executablePath: browserProgram!, args: CHROMIUM_ARGUMENTS });
  const openPage = async (): Promise<Page> => {
    const page = await (await browser.newContext({ viewport: VIEWPORT })).newPage();
    await page.goto(address);
    await page.getByRole('tree').getByRole('treeitem').first().waitFor();
    return page;
  };
  return {
    page: await openPage(),
    browser,
    openAnother: openPage,
    close: async () => {
      await browser.close();
      server.kill();
      await once(server, 'exit');
    },
  };
}

async function serve(
  folders: readonly string[],
  workFolder: string,
): Promise<{ server: ChildProcess; address: string }> {
  const env = {
    ...process.env,
    XDG_DATA_HOME: path.join(workFolder, 'data'),
    FATHOM_CACHE: path.join(workFolder, 'cache'),
  };
  const args = ['serve', ...folders, '--port', '0', '--out', path.join(workFolder, 'exports')];
  const server = spawn(process.execPath, [builtCli, ...args], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  const [address] = (await once(createInterface(server.stdout), 'line')) as [string];
  return { server, address };
}
