import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { oneAtATime } from './one-at-a-time.mjs';
import { setUpLock } from './project.mjs';
import { runQuietly } from './run-quietly.mjs';
import { say, showProgress } from './say.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Xvfb and its key file are what the desktop's tests show their window on. */
const packages = 'chromium xvfb xauth';

const installation =
  'export DEBIAN_FRONTEND=noninteractive; apt-get -o DPkg::Lock::Timeout=120 update' +
  ` && apt-get -o DPkg::Lock::Timeout=120 install -y --no-install-recommends ${packages}`;

/** @param {string} file @returns {boolean} */
function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** @param {string} name @param {NodeJS.ProcessEnv} environment @returns {string | undefined} */
function onPath(name, environment) {
  const folders = (environment['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => path.join(folder, name)).find(isProgram);
}

/**
 * @param {NodeJS.ProcessEnv} [environment] FATHOM_CHROMIUM names a browser, and then no other is looked for.
 * @returns {string | undefined} A Chromium or Chrome to test with.
 */
export function findChromium(environment = process.env) {
  const named = environment['FATHOM_CHROMIUM'];
  if (named) return isProgram(named) ? named : undefined;
  return names.map((name) => onPath(name, environment)).find((file) => file !== undefined);
}

/** @param {NodeJS.ProcessEnv} environment @returns {string | undefined} Why no browser can be installed here. */
function reasonAgainstInstalling(environment) {
  const named = environment['FATHOM_CHROMIUM'];
  if (named) return `FATHOM_CHROMIUM names ${named}, which is no program`;
  if (!existsSync('/etc/debian_version') || !onPath('apt-get', environment))
    return 'there is none, and no apt-get here';
  if (process.getuid?.() !== 0) return `there is none; install one: sudo apt-get install ${packages}`;
  return undefined;
}

/** @returns {Promise<string | undefined>} Why it did not work. */
async function install() {
  say(`Installing a browser for the tests (apt-get install ${packages}; once, about 400 MB on disk)…`);
  const startMs = Date.now();
  const seconds = () => Math.round((Date.now() - startMs) / 1000);
  const endProgress = showProgress(() => `apt-get is at work, ${seconds()} s`);
  const { exitCode, output } = await runQuietly(installation);
  endProgress();
  if (exitCode !== 0) return `apt-get failed: ${output.trimEnd().split('\n').slice(-3).join(' / ')}`;
  say(`Browser installed in ${seconds()} s.`);
  return undefined;
}

/** @param {string} file @returns {boolean} Ubuntu's package of that name is a script that asks for a snap. */
function starts(file) {
  return spawnSync(file, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0;
}

/**
 * Finds a browser for the tests, or installs one where this is a Debian of root's, as in continuous integration. Tests
 * that need one are skipped where there is none: its absence fails nothing, and its reason is said.
 *
 * @returns {Promise<string | undefined>}
 */
export async function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  const reason =
    reasonAgainstInstalling(process.env) ??
    (await oneAtATime(setUpLock, async () => (findChromium() ? undefined : install())));
  const installed = findChromium();
  if (installed && starts(installed)) return installed;
  say(`No browser for the tests that need one: ${reason ?? 'what apt-get installed does not start'}.`);
  return undefined;
}
