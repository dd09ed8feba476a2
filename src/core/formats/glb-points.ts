import type { PointBatch, PointCloud } from '../cloud/point-batch';
import type { EncodedBytes } from './encoded-bytes';
import { encodeGlb, type GltfJson } from './glb';
import { glbExtensions, positionAccessor, positionNode, quantiserOf, type GlbPositions } from './glb-positions';
import { encodeRecords, writeVector, type WriteRecords } from './point-records';

/** Position, three float32 or uint16; colour, three uint16; and two bytes behind what needs them for a multiple of 4. */
const RECORD_BYTES = { float: 20, quantised: 16 } as const;
const COLOUR_OFFSET = { float: 12, quantised: 8 } as const;

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
 * (KHR_materials_unlit).
 *
 * @param cloud in metres and OpenGL's frame (y up, looking along −z): glTF knows no other. Masked points are not told
 *   apart, and normals are left out: nothing would be lit by them.
 * @param positions how they are stored, for the bounds of this very cloud.
 * @throws Error where the batches are not what the cloud announced.
 * @throws RangeError beyond 4 GiB.
 */
export function encodeGlbPoints(cloud: PointCloud, positions: GlbPositions, generator: string): EncodedBytes {
  const recordBytes = RECORD_BYTES[positions.kind];
  return encodeGlb(
    pointsJson(cloud.count, positions, generator),
    cloud.count * recordBytes,
    encodeRecords(cloud, recordBytes, positions.kind === 'float' ? writeFloatRecords : writeQuantised(positions)),
  );
}

function pointsJson(count: number, positions: GlbPositions, generator: string): GltfJson {
  const asset = { version: '2.0', generator };
  // glTF allows no accessor and no buffer without elements.
  if (count === 0) return { asset, scene: 0, scenes: [{}] };
  const byteStride = RECORD_BYTES[positions.kind];
  const byteOffset = COLOUR_OFFSET[positions.kind];
  return {
    asset,
    ...glbExtensions(positions),
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ mesh: 0, name: 'cloud', ...positionNode(positions) }],
    meshes: [{ primitives: [{ mode: POINTS_MODE, attributes: { POSITION: 0, COLOR_0: 1 }, material: 0 }] }],
    materials: [{ extensions: { KHR_materials_unlit: {} }, pbrMetallicRoughness: { metallicFactor: 0 } }],
    buffers: [{ byteLength: count * byteStride }],
    bufferViews: [{ buffer: 0, byteLength: count * byteStride, byteStride, target: ARRAY_BUFFER }],
    accessors: [
      { bufferView: 0, count, ...positionAccessor(positions) },
      { bufferView: 0, byteOffset, componentType: UNSIGNED_SHORT, normalized: true, type: 'VEC3', count },
    ],
  };
}

function writeFloatRecords(view: DataView, start: number, batch: PointBatch, from: number, to: number): void {
  const { positions, colours } = batch;
  for (let i = from, offset = start; i < to; i++, offset += RECORD_BYTES.float) {
    writeVector(view, offset, positions, i);
    writeColour(view, offset + COLOUR_OFFSET.float, colours, i);
  }
}

function writeQuantised(quantised: Extract<GlbPositions, { kind: 'quantised' }>): WriteRecords {
  const quantise = quantiserOf(quantised);
  return (view, start, { positions, colours }, from, to) => {
    for (let i = from, offset = start; i < to; i++, offset += RECORD_BYTES.quantised) {
      quantise(view, offset, positions, i);
      writeColour(view, offset + COLOUR_OFFSET.quantised, colours, i);
    }
  };
}

function writeColour(view: DataView, offset: number, colours: Uint8Array, i: number): void {
  view.setUint16(offset, LINEAR_LIGHT[colours[3 * i]!]!, true);
  view.setUint16(offset + 2, LINEAR_LIGHT[colours[3 * i + 1]!]!, true);
  view.setUint16(offset + 4, LINEAR_LIGHT[colours[3 * i + 2]!]!, true);
}
