import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { projectFolder } from '../../../scripts/setup/project.mjs';
import { CHROMIUM_ARGUMENTS } from '../../fixtures/chromium';
import type { ViewerPage } from './viewer-page';

declare global {
  interface Window {
    viewerPage: ViewerPage;
  }
}

const ORIGIN = 'http://viewer.test';
const outFolder = path.join(projectFolder, 'out', 'test', 'viewer-page');

/** The page with the real viewer in it, and the files it may fetch besides its own: by name, growing as tests add. */
export interface OpenViewerPage {
  readonly browser: Browser;
  readonly page: Page;
  readonly files: Map<string, Buffer>;
  /** What the page wrote to its console as warnings or errors, and what it threw. */
  readonly complaints: readonly string[];
}

/** Builds the page and opens it in a real Chromium. */
export async function openViewerPage(executablePath: string, deviceScaleFactor = 1): Promise<OpenViewerPage> {
  await build({
    root: path.join(projectFolder, 'test', 'app', 'viewer-page'),
    logLevel: 'error',
    build: { outDir: outFolder, emptyOutDir: true },
  });
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGUMENTS });
  const page = await browser.newPage({ viewport: { width: 1000, height: 1200 }, deviceScaleFactor });
  page.setDefaultTimeout(120_000);
  const files = new Map<string, Buffer>();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  await page.route(`${ORIGIN}/**`, async (route) => {
    const name = new URL(route.request().url()).pathname.slice(1) || 'index.html';
    const body = files.get(name);
    await route.fulfill(body === undefined ? { path: path.join(outFolder, name) } : { body });
  });
  await page.goto(`${ORIGIN}/`);
  return { browser, page, files, complaints };
}
