import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { projectFolder } from '../../scripts/setup/project.mjs';
import { runConvert } from '../fixtures/cli';
import { pythonReaders } from '../fixtures/python-environment';
import { tempFolder } from '../fixtures/temp-folder';

const folder = tempFolder();
const photo = path.join(projectFolder, 'test', 'samples', 'photos', 'cups.jpg');
const script = path.join(projectFolder, 'test', 'python', 'read_back.py');

const isWanted = process.env['CI'] !== undefined;
if (!isWanted) console.warn('skipped: Python reads files back in CI only, or where $CI is set');

it.skipIf(!isWanted)('Python’s libraries read what we write', { timeout: 600_000 }, async (context) => {
  const python = await pythonReaders();
  if (python === undefined) return context.skip();
  const env = { FATHOM_CACHE: path.join(folder, 'cache') };
  const convert = async (name: string, ...options: string[]): Promise<string> => {
    const out = path.join(folder, name);
    expect(await runConvert([photo, '--out', out, ...options], { env })).toMatchObject({ code: 0 });
    return path.join(out, 'cups');
  };
  const plain = await convert('plain', '--format', 'ply,pcd,las,mesh-glb,obj,npy,npz,pfm,exr,tiff');
  const flagged = await convert(
    'flagged',
    '--format',
    'pcd,las',
    '--pcd',
    'compressed',
    '--las',
    '1.4',
    '--masked',
    'flag',
  );
  const { stdout } = await promisify(execFile)(python, [script, plain, flagged]);
  const results = Object.entries(JSON.parse(stdout) as Record<string, boolean>);
  expect(results.length).toBeGreaterThan(10);
  expect(results.filter(([, isSame]) => !isSame)).toEqual([]);
});
