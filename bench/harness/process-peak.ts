import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { benchFolder } from '../workload/project';

/**
 * The most memory a Node program held at once, in bytes, in a process of its own from start to end.
 *
 * @param env beside this process's own.
 * @throws Error where the program fails.
 */
export async function processPeakBytes(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<number> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'fathom-bench-'));
  const peakFile = path.join(folder, 'peak');
  const reporter = pathToFileURL(path.join(benchFolder, 'report-peak-memory.js')).href;
  try {
    await promisify(execFile)(process.execPath, ['--import', reporter, program, ...args], {
      env: { ...process.env, ...env, BENCH_PEAK_FILE: peakFile },
    });
    return Number(await readFile(peakFile, 'utf8'));
  } finally {
    await rm(folder, { recursive: true });
  }
}
