import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { oneAtATime } from './one-at-a-time.mjs';
import { projectFolder, setUpLock } from './project.mjs';
import { runQuietly } from './run-quietly.mjs';
import { giveUp, say, showProgress } from './say.mjs';

/**
 * @typedef {object} LockedPackage
 * @property {string} [version]
 * @property {string} [integrity]
 * @property {boolean} [optional]
 * @property {boolean} [devOptional]
 */

/** @typedef {{ packages: Record<string, LockedPackage> }} Lock npm's lock file, keyed by folder. */

/** What npm prints when it fails, and what helps; the first that matches is told. */
const remedies = [
  {
    pattern:
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET|ENOTCACHED|E5\d\d/,
    lines: [
      'npm could not reach the package registry (`npm config get registry`).',
      'Connect to the internet, or point npm at your proxy (`npm config set https-proxy URL`) or mirror (`npm config set registry URL`).',
      'A machine that stays offline: copy node_modules from a clone on the same kind of system, or fill npm’s cache there first.',
    ],
  },
  {
    pattern: /E40[13]/,
    lines: ['The package registry refused. Check `npm config get registry` and log in to it (`npm login`).'],
  },
  { pattern: /ENOSPC/, lines: ['The disk is full. Fathom’s packages need about 500 MB.'] },
  {
    pattern: /EACCES|EPERM|EROFS/,
    lines: [`npm may not write into ${projectFolder}. Give yourself the right to, or clone elsewhere.`],
  },
  {
    pattern: /EUSAGE/,
    lines: ['package.json and package-lock.json disagree: run `npm install` once after changing package.json.'],
  },
  { pattern: /EINTEGRITY/, lines: ['A download was damaged. Clear npm’s cache (`npm cache clean --force`).'] },
];

/**
 * @param {Lock} wanted The project's lock file.
 * @param {Lock} installed npm's own record of what stands in node_modules.
 * @returns {string[]} The folders of packages that are missing or of another version. Optional packages may be
 * missing: they are the native binaries of other systems.
 */
export function missingPackages(wanted, installed) {
  return Object.entries(wanted.packages)
    .filter(([folder, { version, integrity, optional, devOptional }]) => {
      if (folder === '') return false;
      const found = installed.packages[folder];
      if (found === undefined) return !optional && !devOptional;
      return found.version !== version || found.integrity !== integrity;
    })
    .map(([folder]) => folder);
}

/** @param {string} file @returns {Lock} */
function readLock(file) {
  const where = path.join(projectFolder, file);
  return existsSync(where) ? /** @type {Lock} */ (JSON.parse(readFileSync(where, 'utf8'))) : { packages: {} };
}

function areInstalled() {
  return missingPackages(readLock('package-lock.json'), readLock('node_modules/.package-lock.json')).length === 0;
}

/** @param {string} output */
function explainFailure(output) {
  const lastLines = output.trimEnd().split('\n').slice(-15).join('\n');
  const remedy = remedies.find(({ pattern }) => pattern.test(output));
  giveUp(
    lastLines,
    '',
    'Fathom’s packages could not be installed.',
    ...(remedy?.lines ?? ['The lines above are npm’s own account of it.']),
    'Then run the same command again.',
  );
}

async function install() {
  const folders = missingPackages(readLock('package-lock.json'), { packages: {} });
  say(`Installing ${folders.length} packages (once; about 500 MB on disk)…`);
  const startMs = Date.now();
  const seconds = () => Math.round((Date.now() - startMs) / 1000);
  const unpacked = () =>
    folders.filter((folder) => existsSync(path.join(projectFolder, folder, 'package.json'))).length;
  const endProgress = showProgress(() => `${unpacked()} of ${folders.length} packages unpacked, ${seconds()} s`);
  const { exitCode, output } = await runQuietly('npm ci --no-progress');
  endProgress();
  if (exitCode !== 0) explainFailure(output);
  say(`Packages installed in ${seconds()} s.`);
}

/**
 * Installs the packages of package-lock.json unless node_modules holds exactly these already.
 * Ends the program with an explanation when it cannot.
 */
export async function ensureDependencies() {
  if (areInstalled()) return;
  await oneAtATime(setUpLock, async () => {
    if (!areInstalled()) await install();
  });
}
