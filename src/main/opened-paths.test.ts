import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { existingPaths, pathsInArguments } from './opened-paths';

let folder: string;
let photo: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'fathom-argv-'));
  photo = path.join(folder, 'a.jpg');
  writeFileSync(photo, '');
  mkdirSync(path.join(folder, 'app'));
  writeFileSync(path.join(folder, 'hook.cjs'), '');
});
afterAll(() => rmSync(folder, { recursive: true }));

it('finds the files and folders of a packaged app, from the folder they were typed in', () => {
  const argv = ['/opt/fathom', '--enable-logging', 'a.jpg', '.', 'absent.jpg', 'fathom://open?file=/etc/passwd'];
  expect(pathsInArguments({ argv, workingFolder: folder, appPath: undefined })).toEqual([photo, folder]);
});

it("leaves out what stands before the app's own folder where Electron runs it from one", () => {
  const argv = ['electron', '-r', 'hook.cjs', '--no-sandbox', 'app', 'a.jpg'];
  const appPath = path.join(folder, 'app');
  expect(pathsInArguments({ argv, workingFolder: folder, appPath })).toEqual([photo]);
});

it('takes absolute paths of files and folders only', () => {
  expect(existingPaths([photo, 'a.jpg', '', '\0', '/dev/null', path.join(folder, 'none')])).toEqual([photo]);
});
