import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { projectFolder } from '../../scripts/setup/project.mjs';
import { buildForStand } from './build-for-stand';
import { canShowWindows, openDisplay } from './display';
import { findElectron } from './executable';
import { layOutWithTestPage } from './test-page';

const electron = findElectron();

/** Why the app cannot run here; undefined where it can. */
export const whyNoElectron =
  electron === undefined
    ? 'there is no Electron here: download the pinned one (npm start), or name one in FATHOM_ELECTRON'
    : canShowWindows()
      ? undefined
      : 'there is no display here, and no Xvfb to make one';

if (whyNoElectron !== undefined) console.warn(`SKIPPED: ${whyNoElectron}`);

/** How long is waited for what the app shows, on processors that others use as well. */
const PATIENCE_MS = 120_000;

/** The app, running with a home of its own. */
export interface RunningApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Settings, jobs, log. */
  readonly dataFolder: string;
  /** Starts the app once more with the same home, and waits until that process has ended. */
  startAgain(paths: readonly string[]): number;
  /** All that its processes have printed. */
  printed(): string;
  close(): Promise<void>;
}

/** How a test starts the app. */
export interface LaunchOptions {
  /** Files and folders on its command line. */
  readonly paths?: readonly string[];
  /** Puts a page of the tests' own in the place of the interface. */
  readonly withTestPage?: boolean;
  /** A home that outlives the app; else one that is removed with it. */
  readonly dataFolder?: string;
}

/** Starts the app and waits for its window. */
export async function launchApp(options: LaunchOptions = {}): Promise<RunningApp> {
  if (!electron) throw new Error(whyNoElectron);
  const { paths = [], withTestPage = false } = options;
  const scratch = mkdtempSync(path.join(tmpdir(), 'fathom-app-'));
  const dataFolder = options.dataFolder ?? path.join(scratch, 'data');
  const display = await openDisplay();
  const built = electron.isStand ? await buildForStand() : projectFolder;
  const appFolder = withTestPage ? await layOutWithTestPage(built, path.join(scratch, 'app')) : built;
  const args = [...electronOptions(electron.isStand), appFolder];
  const env = {
    ...currentEnvironment(),
    ...display.env,
    // Documents, where exports go at first.
    HOME: scratch,
    FATHOM_DATA: dataFolder,
    FATHOM_CACHE: path.join(dataFolder, 'cache'),
  };
  const app = await _electron.launch({
    executablePath: electron.program,
    args: [...args, ...paths],
    cwd: scratch,
    env,
    // Else Playwright decides between light and dark.
    colorScheme: null,
    timeout: PATIENCE_MS,
  });
  const chunks: string[] = [];
  for (const stream of [app.process().stdout, app.process().stderr]) {
    stream?.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  }
  const page = await app.firstWindow({ timeout: PATIENCE_MS });
  page.setDefaultTimeout(PATIENCE_MS);
  return {
    app,
    page,
    dataFolder,
    startAgain: (more) => spawnSync(electron.program, [...args, ...more], { cwd: scratch, env }).status ?? -1,
    printed: () => chunks.join(''),
    async close() {
      await app.close();
      display.close();
      rmSync(scratch, { recursive: true, force: true });
    },
  };
}

function electronOptions(isStand: boolean): string[] {
  // Chromium's own sandbox does not run as root, which tests in a container are; the page's rules stay the same.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return isStand ? ['-r', path.join(projectFolder, 'test/electron/compat.cjs'), ...asRoot] : asRoot;
}

function currentEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
