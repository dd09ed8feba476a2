import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import type { DepthFile } from '../../contract/estimate';
import type { ImageSize } from '../../core/camera/intrinsics';
import {
  DEPTH_FILE_EXTENSIONS,
  DepthFault,
  depthSize,
  type DepthImage,
} from '../../core/formats/depth-files/depth-image';
import { readExr } from '../../core/formats/depth-files/read-exr';
import { readNpy } from '../../core/formats/depth-files/read-npy';
import { readNpz } from '../../core/formats/depth-files/read-npz';
import { readPfm } from '../../core/formats/depth-files/read-pfm';
import { parseSidecar } from '../../core/formats/sidecar';
import { FailureError, systemErrorCode } from '../failure-error';
import { OUTPUT_SUFFIXES, SIDECAR_SUFFIX } from '../files/own-output';

/** Depth read from a file, as it lies there. */
export interface ReadDepth {
  readonly size: ImageSize;
  /** In the file's own unit, [h,w]. */
  readonly values: Float32Array;
  readonly metresPerUnit: number;
  readonly sha256: string;
}

type DepthExtension = (typeof DEPTH_FILE_EXTENSIONS)[number];

const READERS: Readonly<Record<DepthExtension, (bytes: Uint8Array) => DepthImage | Promise<DepthImage>>> = {
  npy: readNpy,
  npz: readNpz,
  exr: readExr,
  pfm: readPfm,
  tiff: readPicture,
  tif: readPicture,
  png: readPicture,
};

/** The largest grid there may be, in float64, is shorter. */
const MOST_BYTES = 2 ** 30;

const REMEDY = 'Save depth as NPY, NPZ, PFM, OpenEXR (ZIP), float TIFF or 16-bit grey PNG: one number for each pixel.';

/**
 * Reads a depth map.
 *
 * @throws FailureError `DepthUnusable`, naming the file and the remedy.
 */
export async function readDepthFile({ path: file, metresPerUnit }: DepthFile): Promise<ReadDepth> {
  const extension = DEPTH_FILE_EXTENSIONS.find((known) => path.extname(file).toLowerCase() === `.${known}`);
  if (extension === undefined) throw new FailureError('DepthUnusable', `${file}: is no depth map Fathom reads`, REMEDY);
  const bytes = await readBytes(file);
  try {
    const { size, values, isWhole } = await READERS[extension](bytes);
    const scale = metresPerUnit ?? (isWhole ? await scaleFromSidecar(file) : 1);
    return { size, values, metresPerUnit: scale, sha256: createHash('sha256').update(bytes).digest('hex') };
  } catch (error) {
    if (!(error instanceof DepthFault)) throw error;
    throw new FailureError('DepthUnusable', `${file}: ${error.message}`, REMEDY, { cause: error });
  }
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    if (size <= MOST_BYTES) return await readFile(file);
  } catch (error) {
    const code = systemErrorCode(error) ?? 'unknown error';
    throw new FailureError(
      'DepthUnusable',
      `${file}: cannot be read (${code})`,
      'Check the path and its permissions.',
      {
        cause: error,
      },
    );
  }
  throw new FailureError('DepthUnusable', `${file}: is too large for a depth map`, REMEDY);
}

/** What one step of a 16-bit PNG of Fathom's means, by the sidecar beside it. */
async function scaleFromSidecar(file: string): Promise<number> {
  const stem = file.endsWith(OUTPUT_SUFFIXES.png16) ? file.slice(0, -OUTPUT_SUFFIXES.png16.length) : file;
  const text = await readFile(stem + SIDECAR_SUFFIX, 'utf8').catch(() => '');
  const sidecar = parseSidecar(text);
  if (sidecar?.outputs.some((output) => output.file === path.basename(file))) {
    const { png16MetresPerUnit } = sidecar.depth;
    if (png16MetresPerUnit !== undefined) return png16MetresPerUnit;
  }
  throw new FailureError(
    'DepthUnusable',
    `${file}: holds whole numbers, and nothing says what 1 of them means`,
    'Say how many metres it is: --depth-scale 0.001 for millimetres, or the field beside the file in the window.',
  );
}

async function readPicture(bytes: Uint8Array): Promise<DepthImage> {
  try {
    const picture = sharp(bytes, { failOn: 'error' });
    const { width, height, channels, depth } = await picture.metadata();
    const size = depthSize(width, height);
    if (channels !== 1) throw new DepthFault(`holds ${String(channels)} channels, not one of depth`);
    if (depth === 'float') {
      const raw = await picture.toColourspace('b-w').raw({ depth }).toBuffer();
      return { size, values: new Float32Array(new Uint8Array(raw).buffer), isWhole: false };
    }
    if (depth === 'ushort') {
      const raw = await picture.toColourspace('grey16').raw({ depth }).toBuffer();
      return { size, values: Float32Array.from(new Uint16Array(new Uint8Array(raw).buffer)), isWhole: true };
    }
  } catch (error) {
    if (error instanceof DepthFault) throw error;
    throw new DepthFault('cannot be decoded', { cause: error });
  }
  throw new DepthFault('has neither 16 bits nor floating-point numbers for each pixel');
}
