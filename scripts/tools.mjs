import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { projectFolder } from './setup/project.mjs';

const entryFiles = {
  eslint: 'eslint/bin/eslint.js',
  prettier: 'prettier/bin/prettier.cjs',
  tsc: 'typescript/bin/tsc',
  vitest: 'vitest/vitest.mjs',
};

/**
 * @typedef {object} Step
 * @property {string} title
 * @property {keyof typeof entryFiles} tool
 * @property {string[]} options
 */

/** @type {Record<'types' | 'lint' | 'format', Step>} */
export const checks = {
  types: { title: 'Types', tool: 'tsc', options: ['-b'] },
  lint: { title: 'Lint', tool: 'eslint', options: ['.', '--max-warnings', '0'] },
  format: { title: 'Format', tool: 'prettier', options: ['--check', '--log-level', 'warn', '.'] },
};

/**
 * Runs an installed tool in the project's folder, with its output passed through.
 * @param {keyof typeof entryFiles} tool
 * @param {string[]} options
 * @returns {number} Its exit code.
 */
export function runTool(tool, options) {
  const entryFile = path.join(projectFolder, 'node_modules', entryFiles[tool]);
  return spawnSync(process.execPath, [entryFile, ...options], { cwd: projectFolder, stdio: 'inherit' }).status ?? 1;
}

/**
 * Runs the steps under a header each and ends the program at the first that fails.
 * @param {Step[]} steps
 */
export function runSteps(steps) {
  for (const { title, tool, options } of steps) {
    console.log(`\n── ${title} ──`);
    const exitCode = runTool(tool, options);
    if (exitCode !== 0) {
      console.error(`\n${title}: failed.`);
      process.exit(exitCode);
    }
  }
}
