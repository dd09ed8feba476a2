import { cloudBounds } from '../cloud/cloud-bounds';
import type { PointBatch, PointCloud } from '../cloud/point-batch';
import type { EncodedBytes } from './encoded-bytes';
import { encodeGlb, type GltfJson } from './glb';
import { encodeRecords, writeVector } from './point-records';

/** Position, three float32; colour, three uint16, and two bytes so that a multiple of 4 follows. */
const RECORD_BYTES = 20;

const FLOAT = 5126;
const UNSIGNED_SHORT = 5123;
const ARRAY_BUFFER = 34962;
const POINTS_MODE = 0;

/** 16-bit linear light of each 8-bit sRGB value (IEC 61966-2-1): 8 bits would make one of the darkest twelve. */
const LINEAR_LIGHT = Uint16Array.from({ length: 256 }, (_, value) => {
  const encoded = value / 255;
  const linear = encoded <= 0.04045 ? encoded / 12.92 : ((encoded + 0.055) / 1.055) ** 2.4;
  return Math.round(65535 * linear);
});

/**
 * A point cloud as binary glTF 2.0: points with colours in linear light, as glTF asks, and without lighting
 * (KHR_materials_unlit). Positions stay float32: the 16 bits of KHR_mesh_quantization would be coarser than a
 * millimetre on scenes deeper than 65 m.
 *
 * @param cloud in metres and OpenGL's frame (y up, looking along −z): glTF knows no other. Masked points are not told
 *   apart, and normals are left out: nothing would be lit by them.
 * @throws Error where the batches are not what the cloud announced.
 * @throws RangeError beyond 4 GiB.
 */
export function encodeGlbPoints(cloud: PointCloud, generator: string): EncodedBytes {
  const binaryBytes = cloud.count * RECORD_BYTES;
  return encodeGlb(pointsJson(cloud, generator), binaryBytes, encodeRecords(cloud, RECORD_BYTES, writeRecords));
}

function pointsJson(cloud: PointCloud, generator: string): GltfJson {
  const asset = { version: '2.0', generator };
  // glTF allows no accessor and no buffer without elements.
  if (cloud.count === 0) return { asset, scene: 0, scenes: [{}] };
  const { min, max } = cloudBounds(cloud);
  const { count } = cloud;
  return {
    asset,
    extensionsUsed: ['KHR_materials_unlit'],
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ mesh: 0, name: 'cloud' }],
    meshes: [{ primitives: [{ mode: POINTS_MODE, attributes: { POSITION: 0, COLOR_0: 1 }, material: 0 }] }],
    materials: [{ extensions: { KHR_materials_unlit: {} }, pbrMetallicRoughness: { metallicFactor: 0 } }],
    buffers: [{ byteLength: count * RECORD_BYTES }],
    bufferViews: [{ buffer: 0, byteLength: count * RECORD_BYTES, byteStride: RECORD_BYTES, target: ARRAY_BUFFER }],
    accessors: [
      { bufferView: 0, componentType: FLOAT, type: 'VEC3', count, min, max },
      { bufferView: 0, byteOffset: 12, componentType: UNSIGNED_SHORT, normalized: true, type: 'VEC3', count },
    ],
  };
}

function writeRecords(view: DataView, start: number, batch: PointBatch, from: number, to: number): void {
  const { positions, colours } = batch;
  for (let i = from, offset = start; i < to; i++, offset += RECORD_BYTES) {
    writeVector(view, offset, positions, i);
    view.setUint16(offset + 12, LINEAR_LIGHT[colours[3 * i]!]!, true);
    view.setUint16(offset + 14, LINEAR_LIGHT[colours[3 * i + 1]!]!, true);
    view.setUint16(offset + 16, LINEAR_LIGHT[colours[3 * i + 2]!]!, true);
  }
}
