import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { say } from './say.mjs';

const pollMs = 200;

/** @param {unknown} error @returns {string | undefined} */
const codeOf = (error) => (error instanceof Error && 'code' in error ? String(error.code) : undefined);

/** @param {number} processId */
function isRunning(processId) {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** @param {string} lockFile @returns {number | undefined} The process that holds the lock, as far as the file tells. */
function holderOf(lockFile) {
  try {
    return Number(readFileSync(lockFile, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

/** @param {string} lockFile @returns {boolean} Whether this process now holds the lock. */
function take(lockFile) {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** @param {string} lockFile */
async function takeWhenFree(lockFile) {
  let hasTold = false;
  while (!take(lockFile)) {
    const holder = holderOf(lockFile);
    if (holder !== undefined && !isRunning(holder)) {
      rmSync(lockFile, { force: true });
      continue;
    }
    if (!hasTold)
      say(`Waiting for another Fathom command to finish its set-up (if there is none, delete ${lockFile}).`);
    hasTold = true;
    await wait(pollMs);
  }
}

/**
 * Runs the work while no other process runs work under the same lock: two npm scripts started together must not
 * install or build over each other. The lock of a process that died is taken over.
 * @template T
 * @param {string} lockFile
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function oneAtATime(lockFile, work) {
  mkdirSync(path.dirname(lockFile), { recursive: true });
  await takeWhenFree(lockFile);
  const release = () => rmSync(lockFile, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}
