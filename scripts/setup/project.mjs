import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the clone. */
export const projectFolder = fileURLToPath(new URL('../..', import.meta.url));

/** The built command line, and the only output a script starts. */
export const builtCli = path.join(projectFolder, 'out', 'main', 'cli.cjs');

/** What the scripts remember between runs; ignored by git, safe to delete. */
export const cacheFolder = path.join(projectFolder, '.cache');

/** Held by the one process that installs or builds. */
export const setUpLock = path.join(cacheFolder, 'set-up.lock');

/** The folder in which the user typed the command: npm changes into the project's before it runs a script. */
export const userFolder = process.env['INIT_CWD'] ?? process.cwd();
