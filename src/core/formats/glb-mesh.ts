import type { CloudBounds } from '../cloud/cloud-bounds';
import type { GridMesh, VertexBatch } from '../mesh/grid-mesh';
import { CHUNK_BYTES, type EncodedBytes } from './encoded-bytes';
import { encodeGlb, type GltfJson } from './glb';
import { glbExtensions, positionAccessor, positionNode, quantiserOf, type GlbPositions } from './glb-positions';
import { writeVector } from './point-records';

/** Position, three float32 or uint16 and two bytes for a multiple of 4; place in the photo, two float32 or uint16. */
const VERTEX_BYTES = { float: 20, quantised: 12 } as const;
const TEXTURE_OFFSET = { float: 12, quantised: 8 } as const;
const TRIANGLE_BYTES = 12;
const LARGEST_UINT16 = 65535;

const FLOAT = 5126;
const UNSIGNED_SHORT = 5123;
const UNSIGNED_INT = 5125;
const ARRAY_BUFFER = 34962;
const ELEMENT_ARRAY_BUFFER = 34963;
const TRIANGLES_MODE = 4;
const CLAMP_TO_EDGE = 33071;

/**
 * A mesh with its photo as binary glTF 2.0, without lighting (KHR_materials_unlit): the photo holds its light already.
 * In metres and OpenGL's frame, the only ones that glTF knows; seen from behind as well.
 *
 * @param positions how they are stored, for the bounds of this very mesh. Places in the photo follow them: in 16 bits they
 *   are off by at most a thirtieth of a pixel of a photo 4000 pixels wide.
 * @param texture the photo as JPEG.
 * @throws RangeError beyond 4 GiB.
 */
export function encodeGlbMesh(
  mesh: GridMesh,
  positions: GlbPositions,
  texture: Uint8Array,
  generator: string,
): EncodedBytes {
  const asset = { version: '2.0', generator };
  // glTF allows no accessor and no buffer without elements.
  if (mesh.triangleCount === 0) return encodeGlb({ asset, scene: 0, scenes: [{}] }, 0, []);
  const textureBytes = 4 * Math.ceil(texture.length / 4);
  const binaryBytes =
    mesh.vertexCount * VERTEX_BYTES[positions.kind] + mesh.triangleCount * TRIANGLE_BYTES + textureBytes;
  const json = { asset, ...meshJson(mesh, positions, texture.length), buffers: [{ byteLength: binaryBytes }] };
  return encodeGlb(json, binaryBytes, encodeBinary(mesh, positions, texture, textureBytes));
}

function meshJson(mesh: GridMesh, positions: GlbPositions, textureLength: number): GltfJson {
  const { vertexCount, triangleCount } = mesh;
  const byteStride = VERTEX_BYTES[positions.kind];
  const vertexLength = vertexCount * byteStride;
  const indexLength = triangleCount * TRIANGLE_BYTES;
  return {
    ...glbExtensions(positions),
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ mesh: 0, name: 'mesh', ...positionNode(positions) }],
    meshes: [
      {
        primitives: [{ mode: TRIANGLES_MODE, attributes: { POSITION: 0, TEXCOORD_0: 1 }, indices: 2, material: 0 }],
      },
    ],
    materials: [
      {
        name: 'photo',
        extensions: { KHR_materials_unlit: {} },
        pbrMetallicRoughness: { baseColorTexture: { index: 0 }, metallicFactor: 0 },
        doubleSided: true,
      },
    ],
    textures: [{ source: 0, sampler: 0 }],
    samplers: [{ wrapS: CLAMP_TO_EDGE, wrapT: CLAMP_TO_EDGE }],
    images: [{ name: 'photo', mimeType: 'image/jpeg', bufferView: 2 }],
    bufferViews: [
      { buffer: 0, byteLength: vertexLength, byteStride, target: ARRAY_BUFFER },
      { buffer: 0, byteOffset: vertexLength, byteLength: indexLength, target: ELEMENT_ARRAY_BUFFER },
      { buffer: 0, byteOffset: vertexLength + indexLength, byteLength: textureLength },
    ],
    accessors: [
      { bufferView: 0, count: vertexCount, ...positionAccessor(positions) },
      { bufferView: 0, byteOffset: TEXTURE_OFFSET[positions.kind], count: vertexCount, ...textureAccessor(positions) },
      { bufferView: 1, componentType: UNSIGNED_INT, type: 'SCALAR', count: 3 * triangleCount },
    ],
  };
}

function textureAccessor({ kind }: GlbPositions): GltfJson {
  if (kind === 'float') return { componentType: FLOAT, type: 'VEC2' };
  return { componentType: UNSIGNED_SHORT, normalized: true, type: 'VEC2' };
}

/** The least box along the axes that holds the vertices as a GLB file has them; of 0 where there are none. */
export function glbMeshBounds(mesh: GridMesh): CloudBounds {
  if (mesh.vertexCount === 0) return { min: [0, 0, 0], max: [0, 0, 0] };
  const min: [number, number, number] = [Infinity, Infinity, Infinity];
  const max: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  for (const { count, positions } of mesh.vertices('opengl', 'm')) {
    for (const axis of [0, 1, 2] as const) {
      let least = min[axis];
      let greatest = max[axis];
      for (let i = axis; i < 3 * count; i += 3) {
        const value = positions[i]!;
        if (value < least) least = value;
        if (value > greatest) greatest = value;
      }
      min[axis] = least;
      max[axis] = greatest;
    }
  }
  return { min, max };
}

function* encodeBinary(
  mesh: GridMesh,
  positions: GlbPositions,
  texture: Uint8Array,
  textureBytes: number,
): EncodedBytes {
  const write = positions.kind === 'float' ? writeFloatVertices : writeQuantised(positions);
  yield* encodeVertices(mesh, VERTEX_BYTES[positions.kind], write);
  yield* encodeTriangles(mesh);
  yield texture;
  if (textureBytes > texture.length) yield new Uint8Array(textureBytes - texture.length);
}

type WriteVertices = (view: DataView, batch: VertexBatch) => void;

function* encodeVertices(mesh: GridMesh, vertexBytes: number, write: WriteVertices): EncodedBytes {
  let chunk = new Uint8Array(CHUNK_BYTES);
  let filled = 0;
  for (const batch of mesh.vertices('opengl', 'm')) {
    const bytes = batch.count * vertexBytes;
    if (filled + bytes > chunk.length) {
      if (filled > 0) yield chunk.subarray(0, filled);
      if (bytes > chunk.length) chunk = new Uint8Array(bytes);
      filled = 0;
    }
    write(new DataView(chunk.buffer, filled), batch);
    filled += bytes;
  }
  if (filled > 0) yield chunk.subarray(0, filled);
}

function writeFloatVertices(view: DataView, { count, positions, texture }: VertexBatch): void {
  for (let i = 0, offset = 0; i < count; i++, offset += VERTEX_BYTES.float) {
    writeVector(view, offset, positions, i);
    view.setFloat32(offset + 12, texture[2 * i]!, true);
    view.setFloat32(offset + 16, texture[2 * i + 1]!, true);
  }
}

function writeQuantised(quantised: Extract<GlbPositions, { kind: 'quantised' }>): WriteVertices {
  const quantise = quantiserOf(quantised);
  return (view, { count, positions, texture }) => {
    for (let i = 0, offset = 0; i < count; i++, offset += VERTEX_BYTES.quantised) {
      quantise(view, offset, positions, i);
      view.setUint16(offset + 8, texture[2 * i]! * LARGEST_UINT16 + 0.5, true);
      view.setUint16(offset + 10, texture[2 * i + 1]! * LARGEST_UINT16 + 0.5, true);
    }
  };
}

/** As they lie in memory: every platform that the engine runs on is little-endian. */
function* encodeTriangles(mesh: GridMesh): EncodedBytes {
  let chunk = new Uint32Array(CHUNK_BYTES / 4);
  let filled = 0;
  for (const corners of mesh.triangles()) {
    if (filled + corners.length > chunk.length) {
      if (filled > 0) yield bytesOf(chunk, filled);
      if (corners.length > chunk.length) chunk = new Uint32Array(corners.length);
      filled = 0;
    }
    chunk.set(corners, filled);
    filled += corners.length;
  }
  if (filled > 0) yield bytesOf(chunk, filled);
}

const bytesOf = ({ buffer }: Uint32Array, length: number): Uint8Array => new Uint8Array(buffer, 0, 4 * length);
