import { execFile } from 'node:child_process';

/** Longer than a healthy driver takes, also on a card that has to wake up. */
const LONGEST_MS = 5000;
const MOST_BYTES = 2 ** 22;

/**
 * What a tool of the system prints to standard output; undefined where it is not there, takes too long or fails. What is
 * wrong with it is of no interest: another tool may know.
 */
export function runTool(name: string, args: readonly string[], cwd?: string): Promise<string | undefined> {
  const options = {
    cwd,
    timeout: LONGEST_MS,
    killSignal: 'SIGKILL',
    maxBuffer: MOST_BYTES,
    windowsHide: true,
  } as const;
  return new Promise((resolve) => {
    execFile(name, args, options, (error, stdout) => {
      resolve(error ? undefined : stdout);
    });
  });
}
