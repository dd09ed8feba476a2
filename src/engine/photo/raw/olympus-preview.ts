import type { JpegPlace } from './jpeg-frame';
import { readDirectory, readNumbers, type TiffDirectory, type TiffStructure } from './tiff-directory';

const MAKER_NOTE = 0x927c;
const CAMERA_SETTINGS = 0x2020;
const PREVIEW_START = 0x0101;
const PREVIEW_LENGTH = 0x0102;

/** What the maker's note starts with, and where its directory is; both since 2005. */
const NOTE_HEADERS = [
  { text: 'OLYMPUS\0II', directoryAt: 12 },
  { text: 'OM SYSTEM\0\0\0II', directoryAt: 16 },
];
const LONGEST_HEADER_BYTES = 14;

/**
 * Where Olympus cameras keep the preview of an ORF: in their own note in the EXIF directory, whose offsets count from
 * the note's start.
 *
 * @throws RawFault where the note is damaged.
 */
export async function olympusPreview(
  structure: TiffStructure,
  exifDirectory: TiffDirectory,
): Promise<JpegPlace | undefined> {
  const note = exifDirectory.fields.get(MAKER_NOTE);
  if (!note || note.byteLength < LONGEST_HEADER_BYTES) return undefined;
  const start = (await structure.file.read(note.valueAt, LONGEST_HEADER_BYTES)).toString('latin1');
  const header = NOTE_HEADERS.find(({ text }) => start.startsWith(text));
  if (!header) return undefined;
  const inside = { ...structure, littleEndian: true, base: note.valueAt };
  const { fields } = await readDirectory(inside, header.directoryAt);
  const pointer = fields.get(CAMERA_SETTINGS);
  if (!pointer) return undefined;
  // Early cameras hold the directory as the field's own bytes, later ones point to it.
  const isPointer = pointer.type === 4 || pointer.type === 13;
  const offset = isPointer ? (await readNumbers(inside, pointer))[0] : pointer.valueAt - inside.base;
  if (offset === undefined) return undefined;
  const settings = await readDirectory(inside, offset);
  const [previewStart] = await readNumbers(inside, settings.fields.get(PREVIEW_START));
  const [byteLength] = await readNumbers(inside, settings.fields.get(PREVIEW_LENGTH));
  if (previewStart === undefined || byteLength === undefined) return undefined;
  return { offset: inside.base + previewStart, byteLength };
}
