import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { sourcesHash } from '../../scripts/setup/build.mjs';
import { oneAtATime } from '../../scripts/setup/one-at-a-time.mjs';
import { cacheFolder, projectFolder } from '../../scripts/setup/project.mjs';

/** The app as the test stand's Electron takes it: laid out like the project itself. */
const standFolder = path.join(projectFolder, 'out/stand22');
const stampFile = path.join(standFolder, '.built-from');

/** Builds the app for the test stand unless it is built from the very sources that stand here now. */
export async function buildForStand(): Promise<string> {
  await oneAtATime(path.join(cacheFolder, 'stand.lock'), () => {
    if (!isBuilt()) build();
    return Promise.resolve();
  });
  return standFolder;
}

function isBuilt(): boolean {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === sourcesHash();
}

function build(): void {
  rmSync(standFolder, { recursive: true, force: true });
  const builtFrom = sourcesHash();
  const builder = path.join(projectFolder, 'node_modules/electron-vite/bin/electron-vite.js');
  const env = { ...process.env, FATHOM_STAND: '22' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [builder, 'build'], {
    cwd: projectFolder,
    env,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the app could not be built for the test stand:\n${stdout}${stderr}`);
  layOutLikeProject();
  writeFileSync(stampFile, builtFrom);
}

function layOutLikeProject(): void {
  mkdirSync(standFolder, { recursive: true });
  const manifest = readFileSync(path.join(projectFolder, 'package.json'), 'utf8');
  const { name, version, main } = JSON.parse(manifest) as Record<string, string>;
  writeFileSync(path.join(standFolder, 'package.json'), JSON.stringify({ name, version, main }));
  for (const folder of ['models', 'resources']) {
    symlinkSync(path.join(projectFolder, folder), path.join(standFolder, folder), 'dir');
  }
}
