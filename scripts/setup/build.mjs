import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { oneAtATime } from './one-at-a-time.mjs';
import { builtCli, projectFolder, setUpLock } from './project.mjs';
import { runQuietly } from './run-quietly.mjs';
import { giveUp, say } from './say.mjs';

/** Beside the outputs, so that a build that was interrupted leaves none: the builder empties the folder first. */
const stampFile = path.join(path.dirname(builtCli), '.built-from');

const configuration = ['electron.vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.base.json'];

/** @returns {string[]} What the outputs are made from, relative to the project's folder. */
function sourceFiles() {
  const entries = readdirSync(path.join(projectFolder, 'src'), { recursive: true, encoding: 'utf8' });
  const sources = entries.filter((file) => /\.\w+$/.test(file) && !/\.test\.tsx?$/.test(file));
  return [...configuration, ...sources.map((file) => path.join('src', file)).sort()];
}

/**
 * @param {string} folder
 * @param {string[]} files Relative to the folder.
 * @returns {string} A hash of the files' names and contents.
 */
export function hashFiles(folder, files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const content = readFileSync(path.join(folder, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/** @returns {string} A hash of everything that the outputs are made from, as it stands here now. */
export const sourcesHash = () => hashFiles(projectFolder, sourceFiles());

function isBuilt() {
  return existsSync(builtCli) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === sourcesHash();
}

async function build() {
  say('Building Fathom…');
  const startMs = Date.now();
  const builtFrom = sourcesHash();
  const { exitCode, output } = await runQuietly('node node_modules/electron-vite/bin/electron-vite.js build');
  if (exitCode !== 0) giveUp(output.trimEnd(), '', 'Fathom could not be built: the lines above say where.');
  chmodSync(builtCli, 0o755);
  writeFileSync(stampFile, builtFrom);
  say(`Built in ${((Date.now() - startMs) / 1000).toFixed(1)} s.`);
}

/**
 * Builds Fathom unless the outputs come from the very sources and configuration that stand here now.
 * Ends the program with the builder's own words when it cannot.
 */
export async function ensureBuild() {
  if (isBuilt()) return;
  await oneAtATime(setUpLock, async () => {
    if (!isBuilt()) await build();
  });
}
