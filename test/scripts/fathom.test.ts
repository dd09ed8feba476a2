import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, it } from 'vitest';

const project = path.resolve(import.meta.dirname, '../..');

/** Runs `npm run fathom -- …` as npm does: in the project's folder, with the user's own in INIT_CWD. */
function fathom(userFolder: string, ...args: string[]) {
  const script = path.join(project, 'scripts/fathom.mjs');
  const env = { ...process.env, INIT_CWD: userFolder };
  return spawnSync(process.execPath, [script, ...args], { cwd: project, env, encoding: 'utf8' });
}

it('reads paths from the folder in which the user typed the command', () => {
  const { status, stdout } = fathom(path.join(project, 'test/samples/photos'), 'info', 'cups.jpg');
  expect(stdout).toContain('cups.jpg');
  expect(status).toBe(0);
});

it('passes the exit code through and prints nothing of its own on standard output', () => {
  const { status, stdout } = fathom(project, 'convert', '--no-such-option');
  expect(status).toBe(2);
  expect(stdout).toBe('');
});
