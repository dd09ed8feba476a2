import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { ensureElectron } from './setup/electron.mjs';
import { builtCli, projectFolder, userFolder } from './setup/project.mjs';
import { say } from './setup/say.mjs';
import { setUp } from './setup.mjs';
import { windowEnvironment } from './start/window-environment.mjs';

const args = process.argv.slice(2);

await setUp();

const environment = windowEnvironment(process.platform, process.env, process.getuid?.());
if (environment.kind === 'none') serveInstead('there is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set)');
else {
  const program = process.env['FATHOM_ELECTRON'] ?? (await ensureElectron());
  if (program) openWindow(program, environment.options);
  else serveInstead('Electron is missing');
}

/** @param {string} program @param {string[]} options */
function openWindow(program, options) {
  const child = spawn(program, [...options, projectFolder, ...args], { cwd: userFolder, stdio: 'inherit' });
  child.on('error', (error) => serveInstead(`Electron did not start (${error.message})`));
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
  // The window ends in order: an export that runs is asked about, or finishes its file.
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => child.kill(signal));
}

/**
 * The same app in a browser. In this very process, so that signals, exit code and streams are the command line's own.
 * @param {string} why
 */
function serveInstead(why) {
  say(`No window can be opened: ${why}. Fathom starts for your browser instead (npm run fathom -- serve).`);
  process.chdir(userFolder);
  process.argv = [process.execPath, builtCli, 'serve', ...args];
  createRequire(import.meta.url)(builtCli);
}
