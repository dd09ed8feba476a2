import { existsSync } from 'node:fs';
import { opendir, stat } from 'node:fs/promises';
import path from 'node:path';
import { isLoopback } from '../../server/host-names';
import { serveFolders, type ServeOptions } from '../../server/serve-folders';
import { CannotListen, type RunningServer } from '../../server/start-server';
import type { Console } from '../console';
import { ExitCode } from '../exit-code';

/**
 * Serves until Ctrl-C or SIGTERM, and answers the exit code. The first lets the file being written finish; the second
 * ends the program at once.
 */
export async function runServe(options: ServeOptions, console: Console): Promise<ExitCode> {
  const problem = await problemOf(options);
  if (problem !== undefined) {
    console.note(`fathom: ${problem}`);
    return ExitCode.usage;
  }
  const stopped = nextInterrupt();
  let server: RunningServer;
  try {
    server = await serveFolders(options);
  } catch (error) {
    if (!(error instanceof CannotListen)) throw error;
    console.note(`fathom: ${error.message}`);
    return ExitCode.usage;
  }
  announce(server, options, console);
  await stopped;
  console.note('Stopping: what is being written is finished first. Press Ctrl-C again to stop at once.');
  await server.close();
  return ExitCode.ok;
}

/** What keeps these folders from being served, with what to do about it; undefined where nothing does. */
async function problemOf({ folders, outputFolder, uiFolder }: ServeOptions): Promise<string | undefined> {
  if (!existsSync(path.join(uiFolder, 'index.html'))) {
    return `the user interface is missing from ${uiFolder}: make it with "npm run build"`;
  }
  for (const folder of folders) {
    const problem = await problemOfFolder(folder);
    if (problem !== undefined) return problem;
  }
  const output = await stat(outputFolder).catch(() => undefined);
  return output === undefined || output.isDirectory()
    ? undefined
    : `${outputFolder} is a file: name a folder for exports with --out DIR`;
}

async function problemOfFolder(folder: string): Promise<string | undefined> {
  try {
    await (await opendir(folder)).close();
    return undefined;
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    const words: Record<string, string> = {
      ENOENT: `there is no folder ${folder}: check its name`,
      ENOTDIR: `${folder} is no folder: name the one that holds it`,
      EACCES: `${folder} may not be read by this user: change its permissions, or serve another folder`,
    };
    return words[code] ?? `${folder} cannot be read: ${message}`;
  }
}

function announce({ address }: RunningServer, { folders, outputFolder, host }: ServeOptions, console: Console): void {
  console.note(
    folders.length === 0 ? 'No folder was given: the page offers the sample photos.' : `Serving ${folders.join(', ')}`,
  );
  console.note(`Exports go to ${outputFolder}`);
  if (!isLoopback(host)) {
    console.note(
      'Warning: other machines can reach this address, and nothing on the way is encrypted. Whoever has the address\n' +
        'with its token sees these photos and can fill this disk. Over a network you do not trust, leave --host out and\n' +
        'use a tunnel: ssh -L PORT:localhost:PORT THIS-MACHINE',
    );
  }
  console.note('Open this address in a browser; stop with Ctrl-C.');
  console.out(address);
}

/** Resolves at the first signal to stop; the next ends the program at once. */
function nextInterrupt(): Promise<void> {
  return new Promise((resolve) => {
    let happened = false;
    const listener = (): void => {
      if (happened) process.exit(ExitCode.interrupted);
      happened = true;
      resolve();
    };
    process.on('SIGINT', listener);
    process.on('SIGTERM', listener);
  });
}
