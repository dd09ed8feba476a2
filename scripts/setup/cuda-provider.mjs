import { createHash } from 'node:crypto';
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { unzipSync } from 'fflate';
import { EnvHttpProxyAgent, request } from 'undici';

/**
 * @typedef {object} Archive A zip archive that holds the libraries; a wheel of Python's is one.
 * @property {string} url
 * @property {number} bytes
 * @property {string} sha256
 * @property {Readonly<Record<string, string>>} libraries The SHA-256 of each library, by its path in the archive.
 */

/**
 * ONNX Runtime's own build of its CUDA provider, by ONNX Runtime's version: a provider of another version than the
 * library that loads it crashes. The package for Node comes without it, and fetches it from NuGet unpinned.
 * @type {Readonly<Record<string, Archive>>}
 */
export const CUDA_ARCHIVES = {
  '1.30.0': {
    url: 'https://files.pythonhosted.org/packages/9e/80/d96143329dbe925d434b016c890a5caa785fac8e14a1570e5d6818b63545/onnxruntime_gpu-1.30.0-cp312-cp312-manylinux_2_28_x86_64.whl',
    bytes: 246_685_715,
    sha256: '6acc0f4b3d5ac5f2984432faa59dd8fcce6775f8b43a7140afa0f322c7a703b1',
    libraries: {
      'onnxruntime/capi/libonnxruntime_providers_cuda.so':
        '35da2e7ed0dd0d1aec5cdb16ce11a51d06c0c48cf62d1b1c9332946a4fae14fc',
      'onnxruntime/capi/libonnxruntime_providers_shared.so':
        '086ec1d5388f64153d9c63470d126693db9a182c8ce236d3a1119068471b8a0d',
    },
  },
};

const CUDA_LIBRARY = 'libonnxruntime_providers_cuda.so';
const NEEDED = [CUDA_LIBRARY, 'libonnxruntime_providers_shared.so'];

/** What cannot be done, in words for a person. */
export class CudaSetupError extends Error {}

/** @param {Uint8Array} bytes */
const sha256Of = (bytes) => createHash('sha256').update(bytes).digest('hex');

/**
 * Downloads an archive, held to its size and hash; what is not that archive leaves nothing behind.
 * @param {Archive} archive
 * @param {string} file Where it goes.
 * @param {(bytes: number) => void} [onBytes] Told how many have come.
 */
export async function downloadArchive({ url, bytes, sha256 }, file, onBytes) {
  const hash = createHash('sha256');
  let came = 0;
  const counter = new Transform({
    transform(/** @type {Buffer} */ chunk, _encoding, done) {
      came += chunk.length;
      hash.update(chunk);
      onBytes?.(came);
      done(came > bytes ? new CudaSetupError(`${url} is larger than it should be.`) : undefined, chunk);
    },
  });
  const part = `${file}.part`;
  mkdirSync(path.dirname(file), { recursive: true });
  try {
    const { statusCode, body } = await request(url, { dispatcher: new EnvHttpProxyAgent() });
    if (statusCode !== 200) throw new CudaSetupError(`${url} answers ${statusCode}.`);
    await pipeline(Readable.from(body), counter, createWriteStream(part));
    if (came !== bytes || hash.digest('hex') !== sha256) {
      throw new CudaSetupError(`${url} is not the file that it should be (size or SHA-256).`);
    }
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    if (error instanceof CudaSetupError) throw error;
    throw new CudaSetupError(`${url} could not be fetched: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * @param {Archive} archive
 * @param {string} file The archive, downloaded.
 * @returns {Map<string, Uint8Array>} The libraries by their names, each held to its hash.
 */
export function librariesInArchive({ libraries }, file) {
  const entries = unzipSync(readFileSync(file), { filter: ({ name }) => name in libraries });
  return new Map(
    Object.entries(libraries).map(([entry, sha256]) => {
      const bytes = entries[entry];
      if (!bytes || sha256Of(bytes) !== sha256)
        throw new CudaSetupError(`${entry} in ${file} is not what it should be.`);
      return [path.basename(entry), bytes];
    }),
  );
}

/**
 * @param {string} folder Which the user names; it may hold TensorRT's provider as well.
 * @param {string} version ONNX Runtime's, which its CUDA provider has to be of.
 * @returns {Map<string, Uint8Array>} The libraries by their names.
 */
export function librariesInFolder(folder, version) {
  const names = [...NEEDED, 'libonnxruntime_providers_tensorrt.so'].filter((name) =>
    existsSync(path.join(folder, name)),
  );
  const missing = NEEDED.filter((name) => !names.includes(name));
  if (missing.length > 0) throw new CudaSetupError(`${folder} does not hold ${missing.join(' and ')}.`);
  const libraries = new Map(names.map((name) => [name, readFileSync(path.join(folder, name))]));
  // ONNX Runtime writes its version into the library as a string of its own.
  if (!libraries.get(CUDA_LIBRARY)?.includes(`\0${version}\0`)) {
    throw new CudaSetupError(`${path.join(folder, CUDA_LIBRARY)} is not of ONNX Runtime ${version}: it would crash.`);
  }
  return libraries;
}

/**
 * Writes libraries under passing names first, so that none stands half written under its own.
 * @param {ReadonlyMap<string, Uint8Array>} libraries
 * @param {string} folder ONNX Runtime's own: it looks for its providers beside itself.
 */
export function placeLibraries(libraries, folder) {
  const staged = [...libraries].map(([name, bytes]) => {
    const target = path.join(folder, name);
    writeFileSync(`${target}.part`, bytes);
    return target;
  });
  for (const target of staged) renameSync(`${target}.part`, target);
}

/**
 * @param {Archive} archive
 * @param {string} file
 * @returns {boolean} Whether a file is that archive.
 */
export function isArchive({ bytes, sha256 }, file) {
  return existsSync(file) && statSync(file).size === bytes && sha256Of(readFileSync(file)) === sha256;
}
