import { spawn } from 'node:child_process';
import { projectFolder } from './project.mjs';

/**
 * @typedef {object} Outcome
 * @property {number} exitCode
 * @property {string} output Everything it printed, on both streams.
 */

/**
 * Runs a command line in the project's folder and keeps what it prints.
 * @param {string} commandLine Fixed text, never with anything a user typed: the shell reads it.
 * @returns {Promise<Outcome>}
 */
export function runQuietly(commandLine) {
  return new Promise((resolve, reject) => {
    // Through a shell, because npm is a batch file on Windows.
    const child = spawn(commandLine, { cwd: projectFolder, shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
    /** @type {Buffer[]} */
    const chunks = [];
    child.stdout.on('data', (/** @type {Buffer} */ chunk) => chunks.push(chunk));
    child.stderr.on('data', (/** @type {Buffer} */ chunk) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ exitCode: code ?? 1, output: Buffer.concat(chunks).toString() }));
  });
}
