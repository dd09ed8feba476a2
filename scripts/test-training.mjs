import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder, projectFolder } from './setup/project.mjs';
import { say } from './setup/say.mjs';

const trainingFolder = path.join(projectFolder, 'models', 'training');
const environmentFolder = path.join(cacheFolder, 'training-venv');
const stampFile = path.join(environmentFolder, 'installed.sha256');
const isWindows = process.platform === 'win32';
const environmentPython = path.join(environmentFolder, ...(isWindows ? ['Scripts', 'python.exe'] : ['bin', 'python']));
const candidates = isWindows ? ['python'] : ['python3.11', 'python3.12', 'python3.13', 'python3'];
const isSupported = 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))';

/** @param {string} command @param {string[]} options @param {'inherit' | 'ignore'} output @returns {boolean} Whether it succeeded. */
function run(command, options, output = 'inherit') {
  return spawnSync(command, options, { cwd: trainingFolder, stdio: ['ignore', output, output] }).status === 0;
}

/** @param {string} reason @returns {never} */
function skip(reason) {
  console.log(`Skipped, the tests of models/training did not run: ${reason}`);
  process.exit(0);
}

/** Makes the virtual environment anew, unless it was made from the same pyproject.toml. */
function setUpEnvironment() {
  const wanted = createHash('sha256')
    .update(readFileSync(path.join(trainingFolder, 'pyproject.toml')))
    .digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return;
  const python = candidates.find((candidate) => run(candidate, ['-c', isSupported], 'ignore'));
  if (!python) skip('there is no Python 3.11 to 3.13 with venv here.');
  rmSync(environmentFolder, { recursive: true, force: true });
  mkdirSync(cacheFolder, { recursive: true });
  if (!run(python, ['-m', 'venv', environmentFolder])) throw new Error(`${python} could not make ${environmentFolder}`);
  const asksForOne = ['-m', 'pip', 'index', 'versions', 'pytest', '--retries', '0', '--timeout', '20'];
  if (!run(environmentPython, asksForOne, 'ignore')) skip('the Python package index cannot be reached from here.');
  say('Installing the training packages into .cache/training-venv (PyTorch for Linux is about 3 GB) …');
  const installs = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--editable', '.[check]'];
  if (!run(environmentPython, installs)) throw new Error('pip could not install the packages of models/training');
  writeFileSync(stampFile, wanted);
}

setUpEnvironment();
/** @type {[string, string[]][]} */
const steps = [
  ['Format', ['ruff', 'format', '--check']],
  ['Lint', ['ruff', 'check']],
  ['Types', ['mypy']],
  ['Tests', ['pytest', '-q']],
];
for (const [title, options] of steps) {
  console.log(`\n── Training: ${title} ──`);
  if (!run(environmentPython, ['-m', ...options])) process.exit(1);
}
