import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { oneAtATime } from './one-at-a-time.mjs';
import { projectFolder, setUpLock } from './project.mjs';
import { runQuietly } from './run-quietly.mjs';
import { say, showProgress } from './say.mjs';

const packageFolder = path.join(projectFolder, 'node_modules/electron');

/** @returns {string | undefined} The program of the Electron that package.json pins, where it has been downloaded. */
export function installedElectron() {
  const pathFile = path.join(packageFolder, 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const program = path.join(packageFolder, 'dist', readFileSync(pathFile, 'utf8'));
  return existsSync(program) ? program : undefined;
}

/**
 * Downloads Electron's program once: npm installs its package without it.
 * @returns {Promise<string | undefined>} The program; undefined where it could not be had, which has been told.
 */
export async function ensureElectron() {
  return installedElectron() ?? oneAtATime(setUpLock, async () => installedElectron() ?? download());
}

async function download() {
  say('Downloading Electron (once; about 120 MB)…');
  const startMs = Date.now();
  const endProgress = showProgress(() => `${Math.round((Date.now() - startMs) / 1000)} s`);
  const { exitCode, output } = await runQuietly('node node_modules/electron/install.js');
  endProgress();
  const program = installedElectron();
  if (exitCode === 0 && program) return program;
  say(`Electron could not be downloaded: ${reasonOf(output)}`);
  say('Behind a proxy set ELECTRON_GET_USE_PROXY=1 and HTTPS_PROXY; for a mirror set ELECTRON_MIRROR.');
  return undefined;
}

/** @param {string} output @returns {string} The first line that says what went wrong. */
export function reasonOf(output) {
  const lines = output.split('\n').map((line) => line.trim());
  return lines.find((line) => /error/i.test(line)) ?? lines.find((line) => line !== '') ?? 'it did not say why';
}
