import type { GridMesh, VertexBatch } from '../mesh/grid-mesh';
import { CHUNK_BYTES, type EncodedBytes } from './encoded-bytes';
import { encodeGlb, type GltfJson } from './glb';
import { writeVector } from './point-records';

/** Position, three float32; place in the photo, two. */
const VERTEX_BYTES = 20;
const TRIANGLE_BYTES = 12;

const FLOAT = 5126;
const UNSIGNED_INT = 5125;
const ARRAY_BUFFER = 34962;
const ELEMENT_ARRAY_BUFFER = 34963;
const TRIANGLES_MODE = 4;
const CLAMP_TO_EDGE = 33071;

/**
 * A mesh with its photo as binary glTF 2.0, without lighting (KHR_materials_unlit): the photo holds its light already.
 * In metres and OpenGL's frame, the only ones that glTF knows; seen from behind as well.
 *
 * @param texture the photo as JPEG.
 * @throws RangeError beyond 4 GiB.
 */
export function encodeGlbMesh(mesh: GridMesh, texture: Uint8Array, generator: string): EncodedBytes {
  const asset = { version: '2.0', generator };
  // glTF allows no accessor and no buffer without elements.
  if (mesh.triangleCount === 0) return encodeGlb({ asset, scene: 0, scenes: [{}] }, 0, []);
  const textureBytes = 4 * Math.ceil(texture.length / 4);
  const binaryBytes = mesh.vertexCount * VERTEX_BYTES + mesh.triangleCount * TRIANGLE_BYTES + textureBytes;
  const json = { asset, ...meshJson(mesh, texture.length), buffers: [{ byteLength: binaryBytes }] };
  return encodeGlb(json, binaryBytes, encodeBinary(mesh, texture, textureBytes));
}

function meshJson(mesh: GridMesh, textureLength: number): GltfJson {
  const { vertexCount, triangleCount } = mesh;
  const vertexLength = vertexCount * VERTEX_BYTES;
  const indexLength = triangleCount * TRIANGLE_BYTES;
  return {
    extensionsUsed: ['KHR_materials_unlit'],
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ mesh: 0, name: 'mesh' }],
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
      { buffer: 0, byteLength: vertexLength, byteStride: VERTEX_BYTES, target: ARRAY_BUFFER },
      { buffer: 0, byteOffset: vertexLength, byteLength: indexLength, target: ELEMENT_ARRAY_BUFFER },
      { buffer: 0, byteOffset: vertexLength + indexLength, byteLength: textureLength },
    ],
    accessors: [
      { bufferView: 0, componentType: FLOAT, type: 'VEC3', count: vertexCount, ...boundsOf(mesh) },
      { bufferView: 0, byteOffset: 12, componentType: FLOAT, type: 'VEC2', count: vertexCount },
      { bufferView: 1, componentType: UNSIGNED_INT, type: 'SCALAR', count: 3 * triangleCount },
    ],
  };
}

/** The least box along the axes that holds the vertices. */
function boundsOf(mesh: GridMesh): { min: number[]; max: number[] } {
  const min = [Infinity, Infinity, Infinity];
  const max = [-Infinity, -Infinity, -Infinity];
  for (const { count, positions } of mesh.vertices('opengl', 'm')) {
    for (let axis = 0; axis < 3; axis++) {
      let least = min[axis]!;
      let greatest = max[axis]!;
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

function* encodeBinary(mesh: GridMesh, texture: Uint8Array, textureBytes: number): EncodedBytes {
  yield* encodeVertices(mesh);
  yield* encodeTriangles(mesh);
  yield texture;
  if (textureBytes > texture.length) yield new Uint8Array(textureBytes - texture.length);
}

function* encodeVertices(mesh: GridMesh): EncodedBytes {
  let chunk = new Uint8Array(CHUNK_BYTES);
  let filled = 0;
  for (const batch of mesh.vertices('opengl', 'm')) {
    const bytes = batch.count * VERTEX_BYTES;
    if (filled + bytes > chunk.length) {
      if (filled > 0) yield chunk.subarray(0, filled);
      if (bytes > chunk.length) chunk = new Uint8Array(bytes);
      filled = 0;
    }
    writeVertices(new DataView(chunk.buffer, filled), batch);
    filled += bytes;
  }
  if (filled > 0) yield chunk.subarray(0, filled);
}

function writeVertices(view: DataView, { count, positions, texture }: VertexBatch): void {
  for (let i = 0, offset = 0; i < count; i++, offset += VERTEX_BYTES) {
    writeVector(view, offset, positions, i);
    view.setFloat32(offset + 12, texture[2 * i]!, true);
    view.setFloat32(offset + 16, texture[2 * i + 1]!, true);
  }
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
