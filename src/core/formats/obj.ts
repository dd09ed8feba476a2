import { strToU8 } from 'fflate';
import type { CloudFrame } from '../cloud/frame';
import type { LengthUnit } from '../cloud/length-unit';
import type { GridMesh } from '../mesh/grid-mesh';
import { LONGEST_NUMBER_BYTES, writeFloat32, writeInteger } from './ascii-numbers';
import { CHUNK_BYTES, type EncodedBytes } from './encoded-bytes';

export interface ObjOptions {
  readonly frame: CloudFrame;
  readonly unit: LengthUnit;
  /** One comment line each; a line break becomes a space. */
  readonly comments: readonly string[];
  /** The name of the MTL file beside it. */
  readonly materialFile: string;
}

const SPACE = 0x20;
const LINE_FEED = 0x0a;
const SLASH = 0x2f;
const LETTER_V = 0x76;
const LETTER_T = 0x74;
const LETTER_F = 0x66;

/** Of a vertex, or of a triangle, which is shorter. */
const LONGEST_LINES_BYTES = 5 * (LONGEST_NUMBER_BYTES + 1) + 5;

const MATERIAL = 'photo';

/**
 * A mesh as Wavefront OBJ, in UTF-8: `v` and `vt` for each vertex, then `f` with the same number for both, in as many
 * digits as a float32 needs to read back unchanged. Texture coordinates start at the photo's lower left, as OBJ has it.
 */
export function* encodeObj(mesh: GridMesh, { frame, unit, comments, materialFile }: ObjOptions): EncodedBytes {
  const head = [
    ...comments.map((comment) => `# ${oneLine(comment)}`),
    `mtllib ${oneLine(materialFile)}`,
    'o mesh',
    `usemtl ${MATERIAL}`,
  ];
  yield strToU8(`${head.join('\n')}\n`);
  const chunk = new Uint8Array(CHUNK_BYTES + LONGEST_LINES_BYTES);
  let offset = 0;
  for (const { count, positions, texture } of mesh.vertices(frame, unit)) {
    for (let i = 0; i < count; i++) {
      offset = writeVertex(chunk, offset, positions, texture, i);
      if (offset < CHUNK_BYTES) continue;
      yield chunk.subarray(0, offset);
      offset = 0;
    }
  }
  for (const corners of mesh.triangles()) {
    for (let i = 0; i < corners.length; i += 3) {
      offset = writeTriangle(chunk, offset, corners, i);
      if (offset < CHUNK_BYTES) continue;
      yield chunk.subarray(0, offset);
      offset = 0;
    }
  }
  if (offset > 0) yield chunk.subarray(0, offset);
}

/** The material of {@link encodeObj}: the photo as it is, unlit. */
export function encodeMtl(textureFile: string): Uint8Array {
  const lines = [`newmtl ${MATERIAL}`, 'Ka 0 0 0', 'Kd 1 1 1', 'Ks 0 0 0', 'd 1', 'illum 0', `map_Kd ${textureFile}`];
  return strToU8(`${lines.map(oneLine).join('\n')}\n`);
}

const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ');

function writeVertex(
  bytes: Uint8Array,
  offset: number,
  positions: Float32Array,
  texture: Float32Array,
  i: number,
): number {
  bytes[offset++] = LETTER_V;
  for (let axis = 3 * i; axis < 3 * i + 3; axis++) {
    bytes[offset++] = SPACE;
    offset = writeFloat32(bytes, offset, positions[axis]!);
  }
  bytes[offset++] = LINE_FEED;
  bytes[offset++] = LETTER_V;
  bytes[offset++] = LETTER_T;
  bytes[offset++] = SPACE;
  offset = writeFloat32(bytes, offset, texture[2 * i]!);
  bytes[offset++] = SPACE;
  offset = writeFloat32(bytes, offset, Math.fround(1 - texture[2 * i + 1]!));
  bytes[offset++] = LINE_FEED;
  return offset;
}

function writeTriangle(bytes: Uint8Array, offset: number, corners: Uint32Array, at: number): number {
  bytes[offset++] = LETTER_F;
  for (let corner = at; corner < at + 3; corner++) {
    bytes[offset++] = SPACE;
    const start = offset;
    offset = writeInteger(bytes, offset, corners[corner]! + 1);
    const end = offset;
    bytes[offset++] = SLASH;
    // The texture's number is the same.
    for (let from = start; from < end; from++) bytes[offset++] = bytes[from]!;
  }
  bytes[offset++] = LINE_FEED;
  return offset;
}
