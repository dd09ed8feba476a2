import { readFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { PLYLoader } from 'three/addons/loaders/PLYLoader.js';

/** What the demo asks for, and so what has to come out of each photo. */
const expectedKinds = ['point cloud', 'depth picture', 'preview', 'sidecar'];

/**
 * @param {string} file
 * @param {number | undefined} points As many as the command line said it wrote.
 */
async function readCloud(file, points) {
  const bytes = await readFile(file);
  const geometry = new PLYLoader().parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  const { position, color } = geometry.attributes;
  if (position === undefined || position.count !== points) {
    throw new Error(`holds ${position?.count ?? 0} points, not the ${points} that were announced`);
  }
  if (color?.count !== points) throw new Error('has no colour for each point');
  if (!position.array.every(Number.isFinite)) throw new Error('has points that are not finite');
  return 'point cloud';
}

/** @param {string} file */
async function readPicture(file) {
  // Decoding every pixel is what finds a damaged file; the header alone would not.
  await sharp(file).raw().toBuffer();
  const { depth } = await sharp(file).metadata();
  return depth === 'ushort' ? 'depth picture' : 'preview';
}

/** @param {string} file */
async function readSidecar(file) {
  JSON.parse(await readFile(file, 'utf8'));
  return 'sidecar';
}

/** @param {string} file @param {number | undefined} points @returns {Promise<string>} The kind of output it is. */
function readOutput(file, points) {
  switch (path.extname(file)) {
    case '.ply':
      return readCloud(file, points);
    case '.png':
      return readPicture(file);
    case '.json':
      return readSidecar(file);
    default:
      throw new Error('is of a kind that nobody asked for');
  }
}

/**
 * Reads every output of a photo with readers that are not Fathom's own: three's for the cloud, sharp for the pictures.
 * @param {import('./run-cli.mjs').PhotoEvent} photo
 * @returns {Promise<string[]>} What is wrong with them, a line each; none when all is well.
 */
export async function readBack({ outputs = [], points }) {
  /** @type {string[]} */
  const problems = [];
  const missing = new Set(expectedKinds);
  for (const file of outputs) {
    try {
      missing.delete(await readOutput(file, points));
    } catch (error) {
      problems.push(`${file} ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return [...problems, ...[...missing].map((kind) => `no ${kind} was written`)];
}
