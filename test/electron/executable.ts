import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { installedElectron } from '../../scripts/setup/electron.mjs';
import { projectFolder } from '../../scripts/setup/project.mjs';

/** The first Electron that the product is written for; an older one is the test stand and needs what it lacks. */
const FIRST_WITHOUT_COMPAT = 30;

/** An Electron that can run the app here. */
export interface ElectronProgram {
  readonly program: string;
  readonly isStand: boolean;
}

/** `FATHOM_ELECTRON`, else the pinned one where it was downloaded, else the test stand's; undefined where none is. */
export function findElectron(): ElectronProgram | undefined {
  const program = process.env['FATHOM_ELECTRON'] ?? installedElectron() ?? standElectron();
  if (program === undefined) return undefined;
  return { program, isStand: majorVersion(program) < FIRST_WITHOUT_COMPAT };
}

function standElectron(): string | undefined {
  const unpack = path.join(projectFolder, '../shared/electron/unpack.sh');
  if (process.platform !== 'linux' || process.arch !== 'x64' || !existsSync(unpack)) return undefined;
  const folder = path.join(homedir(), '.cache/fathom/electron22');
  const { status, stdout, stderr } = spawnSync('bash', [unpack, folder], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the test stand's Electron could not be unpacked: ${stderr}`);
  return stdout.trim();
}

function majorVersion(program: string): number {
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const { stdout } = spawnSync(program, ['-p', 'process.versions.electron'], { env, encoding: 'utf8' });
  return Number.parseInt(stdout, 10);
}
