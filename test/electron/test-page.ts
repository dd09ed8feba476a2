import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'vite';
import { projectFolder } from '../../scripts/setup/project.mjs';

/**
 * Lays out the app with the test page in the place of its interface: same main process, same preload script.
 *
 * @param builtFolder the app as it is built for this Electron.
 * @param folder an empty folder.
 */
export async function layOutWithTestPage(builtFolder: string, folder: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'error',
    root: path.join(projectFolder, 'test/electron/page'),
    build: { outDir: path.join(folder, 'out/renderer'), target: 'chrome108', modulePreload: false },
  });
  const manifest = readFileSync(path.join(projectFolder, 'package.json'), 'utf8');
  const { name, version, main } = JSON.parse(manifest) as Record<string, string>;
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name, version, main }));
  mkdirSync(path.join(folder, 'out'), { recursive: true });
  for (const part of ['models', 'resources', 'out/main', 'out/preload']) {
    symlinkSync(path.join(builtFolder, part), path.join(folder, part), 'dir');
  }
  return folder;
}
