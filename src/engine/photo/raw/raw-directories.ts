import type { ByteFile } from './byte-file';
import { RawFault } from './raw-fault';
import { readDirectory, readNumbers, type TiffDirectory, type TiffStructure } from './tiff-directory';

/** More directories than any camera writes. */
const MOST_DIRECTORIES = 64;

const SUB_DIRECTORIES = 0x014a;

/** What stands where TIFF has its 42: plain TIFF (DNG, CR2, NEF, ARW, PEF), two kinds of Olympus's, Panasonic's. */
const MAGIC_NUMBERS = [42, 0x4f52, 0x5352, 0x55];

/** The directories of a RAW file that can be reached, the main one first, and what was wrong with the others. */
export interface RawDirectories {
  readonly structure: TiffStructure;
  readonly directories: readonly TiffDirectory[];
  readonly faults: readonly RawFault[];
}

/**
 * Reads the chain of directories of a RAW file that is a TIFF structure, and the sub-directories of each. Where one
 * leads back to another, or out of the file, it is not followed, and that is told.
 *
 * @returns undefined where the file is no TIFF structure.
 * @throws RawFault where not even its main directory can be read.
 */
export async function readRawDirectories(file: ByteFile): Promise<RawDirectories | undefined> {
  if (file.byteLength < 8) return undefined;
  const header = await file.read(0, 8);
  const order = header.toString('latin1', 0, 2);
  if (order !== 'II' && order !== 'MM') return undefined;
  const littleEndian = order === 'II';
  const magic = littleEndian ? header.readUInt16LE(2) : header.readUInt16BE(2);
  if (!MAGIC_NUMBERS.includes(magic)) return undefined;
  const structure = { file, littleEndian, base: 0 };
  const first = littleEndian ? header.readUInt32LE(4) : header.readUInt32BE(4);
  const directories = [await readDirectory(structure, first)];
  const faults = await followDirectories(structure, first, directories);
  return { structure, directories, faults };
}

/** Adds every directory that can be reached from those there are; returns what keeps others from being. */
async function followDirectories(
  structure: TiffStructure,
  first: number,
  directories: TiffDirectory[],
): Promise<RawFault[]> {
  const seen = new Set([first]);
  const faults: RawFault[] = [];
  for (let i = 0; i < directories.length; i++) {
    const { fields, next } = directories[i]!;
    try {
      const below = await readNumbers(structure, fields.get(SUB_DIRECTORIES));
      for (const offset of [...below, next].filter((each) => each !== 0)) {
        if (seen.has(offset)) throw new RawFault('its directories lead in a circle');
        if (directories.length >= MOST_DIRECTORIES) throw new RawFault('it has too many directories');
        seen.add(offset);
        directories.push(await readDirectory(structure, offset));
      }
    } catch (error) {
      if (!(error instanceof RawFault)) throw error;
      faults.push(error);
    }
  }
  return faults;
}
