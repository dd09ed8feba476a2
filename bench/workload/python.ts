import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { benchFolder, projectFolder } from './project';

const referenceFolder = path.join(projectFolder, 'bench', 'reference');
const requirements = path.join(referenceFolder, 'requirements.txt');
export const referenceScript = path.join(referenceFolder, 'reference.py');

const environment = path.join(benchFolder, 'venv');
const installed = path.join(environment, 'requirements.txt');
const windows = process.platform === 'win32';
const interpreter = path.join(environment, windows ? 'Scripts/python.exe' : 'bin/python');

export type Python =
  { readonly kind: 'ready'; readonly interpreter: string } | { readonly kind: 'missing'; readonly reason: string };

/** A throw-away Python environment with exactly what reference.py needs; made anew when the requirements change. */
export async function preparePython(): Promise<Python> {
  if (await isInstalled()) return { kind: 'ready', interpreter };
  const run = promisify(execFile);
  try {
    await rm(environment, { recursive: true, force: true });
    await run(windows ? 'python' : 'python3', ['-m', 'venv', environment]);
    await run(interpreter, [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--only-binary',
      ':all:',
      '--requirement',
      requirements,
    ]);
    await copyFile(requirements, installed);
    return { kind: 'ready', interpreter };
  } catch (error) {
    const lastLine = error instanceof Error ? error.message.trim().split('\n').at(-1)! : String(error);
    return { kind: 'missing', reason: `no Python environment for reference.py (${lastLine})` };
  }
}

async function isInstalled(): Promise<boolean> {
  return existsSync(installed) && (await readFile(installed, 'utf8')) === (await readFile(requirements, 'utf8'));
}
