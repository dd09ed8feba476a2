import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { builtCli, projectFolder } from '../setup/project.mjs';

/**
 * @typedef {object} PhotoEvent A line of `fathom convert --json`, as far as the demo reads it.
 * @property {'photo'} event
 * @property {string} photo
 * @property {'done' | 'failed' | 'skipped'} status
 * @property {string[]} [outputs]
 * @property {number} [points]
 * @property {number} [focalPx]
 * @property {string} [focalOrigin]
 * @property {[number, number]} [depthRangeMetres]
 * @property {string} [precision]
 * @property {string} [provider]
 * @property {{ decode: number, infer: number, write: number }} [ms]
 * @property {{ code: string, message: string, remedy?: string }} [error]
 */

/** @typedef {PhotoEvent | { event: 'summary' }} CliEvent */

/**
 * Converts photos with the built command line, as a user would.
 * @param {string[]} photos
 * @param {string} folder Where the outputs go.
 * @param {(event: PhotoEvent) => void} onPhoto Hears of each photo when it is through.
 * @param {string[]} further Options beside the usual ones.
 * @returns {Promise<{ exitCode: number, photos: PhotoEvent[] }>}
 */
export async function convert(photos, folder, onPhoto, further = []) {
  const options = ['--out', folder, '--format', 'ply,png16,preview', '--overwrite', '--no-cache', '--json', ...further];
  const child = spawn(process.execPath, [builtCli, 'convert', ...photos, ...options], {
    cwd: projectFolder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  /** @type {Promise<number>} */
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
  /** @type {PhotoEvent[]} */
  const finished = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const event = /** @type {CliEvent} */ (JSON.parse(line));
    if (event.event !== 'photo') continue;
    finished.push(event);
    onPhoto(event);
  }
  return { exitCode: await ended, photos: finished };
}
