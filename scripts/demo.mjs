import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { photoTable } from './demo/photo-table.mjs';
import { convert } from './demo/run-cli.mjs';
import { projectFolder, userFolder } from './setup/project.mjs';
import { setUp } from './setup.mjs';

/** The first is always there; the second, with real camera EXIF, is for tests and left out of a packaged Fathom. */
const photoFolders = ['resources/samples', 'test/samples/photos'];

/** @param {string} folder @returns {string[]} */
function photosIn(folder) {
  const where = path.join(projectFolder, folder);
  if (!existsSync(where)) {
    console.log(`Skipped ${folder}: it is not in this copy.`);
    return [];
  }
  return readdirSync(where)
    .filter((name) => name.endsWith('.jpg'))
    .sort()
    .map((name) => path.join(where, name));
}

/** @param {import('./demo/run-cli.mjs').PhotoEvent} photo */
function tell({ photo, status, error }) {
  console.log(`  ${path.basename(photo)}: ${status}`);
  if (error) console.error(`    ${error.code}: ${error.message} ${error.remedy ?? ''}`);
}

/** @param {import('./demo/run-cli.mjs').PhotoEvent[]} photos @returns {Promise<string[]>} */
async function problemsOf(photos) {
  // Not at the top: it needs packages, which a fresh clone has only once set-up is through.
  const { readBack } = await import('./demo/read-back.mjs');
  const problems = await Promise.all(photos.map(readBack));
  return problems.flat();
}

await setUp();
const outputFolder = process.argv[2] ? path.resolve(userFolder, process.argv[2]) : path.join(projectFolder, 'demo');
const photos = photoFolders.flatMap(photosIn);

console.log(`Converting ${photos.length} photos with the embedded model into ${outputFolder}`);
const { exitCode, photos: results } = await convert(photos, outputFolder, tell);
const done = results
  .filter(({ status }) => status === 'done')
  .sort((a, b) => photos.indexOf(a.photo) - photos.indexOf(b.photo));
const problems = await problemsOf(done);

console.log(`\n${photoTable(done)}\n`);
for (const problem of problems) console.error(`Does not read back: ${problem}`);

if (exitCode !== 0 || done.length < photos.length || problems.length > 0) {
  console.error(
    `The demo failed: ${done.length} of ${photos.length} photos converted, command line ended with ${exitCode}.`,
  );
  process.exit(1);
}
console.log(`Every file was read back. The folder is ${outputFolder}`);
console.log('Look at the *.preview.png there; open a .ply in MeshLab, CloudCompare or Blender to turn the cloud.');
