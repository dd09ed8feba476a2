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

const LONGEST_LINE_BYTES = 8 * (LONGEST_NUMBER_BYTES + 2);

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
  const lines = new LineBuffer();
  for (const { count, positions, texture } of mesh.vertices(frame, unit)) {
    for (let i = 0; i < count; i++) {
      if (lines.isFull) yield lines.take();
      lines.addPosition(positions, 3 * i);
      lines.addTexture(texture, 2 * i);
    }
  }
  for (const corners of mesh.triangles()) {
    for (let i = 0; i < corners.length; i += 3) {
      if (lines.isFull) yield lines.take();
      lines.addTriangle(corners, i);
    }
  }
  yield lines.take();
}

/** The material of {@link encodeObj}: the photo as it is, unlit. */
export function encodeMtl(textureFile: string): Uint8Array {
  const lines = [`newmtl ${MATERIAL}`, 'Ka 0 0 0', 'Kd 1 1 1', 'Ks 0 0 0', 'd 1', 'illum 0', `map_Kd ${textureFile}`];
  return strToU8(`${lines.map(oneLine).join('\n')}\n`);
}

const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ');

/** Lines on their way to the file; the bytes taken are overwritten by the next lines. */
class LineBuffer {
  readonly #bytes = new Uint8Array(CHUNK_BYTES + 2 * LONGEST_LINE_BYTES);
  #length = 0;

  get isFull(): boolean {
    return this.#length >= CHUNK_BYTES;
  }

  take(): Uint8Array {
    const taken = this.#bytes.subarray(0, this.#length);
    this.#length = 0;
    return taken;
  }

  addPosition(positions: Float32Array, at: number): void {
    this.#put(LETTER_V);
    for (let axis = at; axis < at + 3; axis++) this.#number(positions[axis]!);
    this.#put(LINE_FEED);
  }

  addTexture(texture: Float32Array, at: number): void {
    this.#put(LETTER_V);
    this.#put(LETTER_T);
    this.#number(texture[at]!);
    this.#number(Math.fround(1 - texture[at + 1]!));
    this.#put(LINE_FEED);
  }

  addTriangle(corners: Uint32Array, at: number): void {
    this.#put(LETTER_F);
    for (let corner = at; corner < at + 3; corner++) {
      const number = corners[corner]! + 1;
      this.#put(SPACE);
      this.#length = writeInteger(this.#bytes, this.#length, number);
      this.#put(SLASH);
      this.#length = writeInteger(this.#bytes, this.#length, number);
    }
    this.#put(LINE_FEED);
  }

  #number(value: number): void {
    this.#put(SPACE);
    this.#length = writeFloat32(this.#bytes, this.#length, value);
  }

  #put(byte: number): void {
    this.#bytes[this.#length++] = byte;
  }
}
