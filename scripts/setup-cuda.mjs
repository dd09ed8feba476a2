import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { setUpTools } from './setup.mjs';
import { cacheFolder, projectFolder, userFolder } from './setup/project.mjs';
import { giveUp, say, showProgress } from './setup/say.mjs';

/**
 * Gives ONNX Runtime its CUDA provider, which the package for Node comes without. Never done by an installation: it is
 * a quarter of a gigabyte, and of use on NVIDIA's cards alone.
 *
 *   npm run setup:cuda                    fetches the build that fits, held to its size and hash
 *   npm run setup:cuda -- --from FOLDER   takes the libraries from a folder
 *   npm run setup:cuda -- --from FILE     takes the archive from a file
 */

const { values } = parseArgs({ options: { from: { type: 'string' } } });
await setUpTools();
// Needs packages, which may have come just now.
const {
  CUDA_ARCHIVES,
  CudaSetupError,
  downloadArchive,
  isArchive,
  librariesInArchive,
  librariesInFolder,
  placeLibraries,
} = await import('./setup/cuda-provider.mjs');

if (process.platform !== 'linux' || process.arch !== 'x64') {
  giveUp('ONNX Runtime for Node has CUDA on Linux x64 alone.', 'Other systems compute by WebGPU, DirectML or Core ML.');
}
const runtime = path.join(projectFolder, 'node_modules', 'onnxruntime-node');
/** @type {{ version: string }} */
const { version } = JSON.parse(readFileSync(path.join(runtime, 'package.json'), 'utf8'));
const archive = CUDA_ARCHIVES[version];
const from = values.from === undefined ? undefined : path.resolve(userFolder, values.from);

/** @returns {Promise<ReadonlyMap<string, Uint8Array>>} */
async function findLibraries() {
  if (from !== undefined && !(archive && isArchive(archive, from))) return librariesInFolder(from, version);
  if (!archive) throw new CudaSetupError(`No build of the CUDA provider is known for ONNX Runtime ${version}.`);
  const file = from ?? path.join(cacheFolder, 'cuda', path.basename(archive.url));
  if (!isArchive(archive, file)) {
    const megabytes = Math.round(archive.bytes / 1e6);
    say(`Downloading ONNX Runtime's CUDA provider (once; ${megabytes} MB) from ${new URL(archive.url).host}…`);
    let came = 0;
    const endProgress = showProgress(() => `${Math.round(came / 1e6)} of ${megabytes} MB`);
    try {
      await downloadArchive(archive, file, (bytes) => (came = bytes));
    } finally {
      endProgress();
    }
  }
  return librariesInArchive(archive, file);
}

try {
  const libraries = await findLibraries();
  const folder = path.join(runtime, 'bin', 'napi-v6', 'linux', 'x64');
  placeLibraries(libraries, folder);
  say(`${[...libraries.keys()].join(', ')} lie in ${folder}.`);
  say(
    'They need an NVIDIA driver of 580 or newer, CUDA 13 (cudart, cublas, curand) and cuDNN 9 where the system finds them.',
  );
  say('Whether it works and is right: npm run fathom -- doctor --fix. After a fresh npm install run this again.');
} catch (error) {
  if (!(error instanceof CudaSetupError)) throw error;
  giveUp(
    error.message,
    `Name a folder that holds the libraries of ONNX Runtime ${version} for GPUs: npm run setup:cuda -- --from FOLDER`,
  );
}
