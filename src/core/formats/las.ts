import { cloudBounds, type CloudBounds } from '../cloud/cloud-bounds';
import type { PointBatch, PointCloud } from '../cloud/point-batch';
import type { EncodedBytes } from './encoded-bytes';
import type { LasVersion } from './format-options';
import { lasHeader, type ExtraValue } from './las-header';
import { encodeRecords, writeVector } from './point-records';

export interface LasOptions {
  readonly version: LasVersion;
  /** Units of the cloud in a metre: the steps of the coordinates are chosen in metres. */
  readonly unitsPerMetre: number;
  /** Up to 31 ASCII characters. */
  readonly software: string;
  readonly createdOn: Date;
}

/** Coordinates are stored as whole steps: rounding moves a point by at most half of one along each axis. */
const STEP_METRES = 1e-4;

const LARGEST_INT32 = 2 ** 31 - 1;

/** ASPRS class "low point (noise)": what most readers leave out. */
const NOISE = 7;
const UNCLASSIFIED = 1;

const BASE_BYTES = { '1.2': 26, '1.4': 36 } as const;

/**
 * A point cloud as LAS 1.2 (point format 2) or 1.4 (point format 7), without a coordinate reference system.
 *
 * Coordinates are whole steps of a power of ten of the cloud's unit, at most 0.1 mm, unless a cloud is too wide for
 * that (over 214 km): then ten times as much until it fits. Colours are stretched to 16 bits, as LAS asks. Normals
 * (NormalX, NormalY, NormalZ) and confidence are extra values. A masked point is withheld noise, its reasons in its
 * user data. The points are asked for twice: their bounds stand before them.
 *
 * @throws Error where the batches are not what the cloud announced.
 */
export function* encodeLas(cloud: PointCloud, options: LasOptions): EncodedBytes {
  const { version, unitsPerMetre, software, createdOn } = options;
  const bounds = cloudBounds(cloud);
  const step = stepFor(bounds, unitsPerMetre);
  const extraValues = extraValuesOf(cloud);
  const recordBytes = BASE_BYTES[version] + 4 * extraValues.length;
  yield lasHeader({
    version,
    count: cloud.count,
    recordBytes,
    extraValues,
    step,
    bounds: { min: onSteps(bounds.min, step), max: onSteps(bounds.max, step) },
    software,
    createdOn,
  });
  const writeFields = version === '1.2' ? writeShortFields : writeLongFields;
  yield* encodeRecords(cloud, recordBytes, (view, start, batch, from, to) => {
    for (let i = from, offset = start; i < to; i++, offset += recordBytes) {
      writeCoordinates(view, offset, batch, i, step);
      writeFields(view, offset, batch, i);
      writeExtraValues(view, offset + BASE_BYTES[version], cloud, batch, i);
    }
  });
}

/** See {@link encodeLas}. */
function stepFor({ min, max }: CloudBounds, unitsPerMetre: number): number {
  const farthest = Math.max(...min.map(Math.abs), ...max.map(Math.abs));
  let exponent = Math.floor(Math.log10(STEP_METRES * unitsPerMetre) + 1e-9);
  while (farthest / powerOfTen(exponent) > LARGEST_INT32) exponent++;
  return powerOfTen(exponent);
}

/** The double nearest to it, as if typed: 10 ** -4 is not. */
function powerOfTen(exponent: number): number {
  return Number(`1e${exponent}`);
}

function onSteps([x, y, z]: CloudBounds['min'], step: number): CloudBounds['min'] {
  // Never −0: readers of the integers know none.
  const onStep = (value: number): number => Math.round(value / step) * step + 0;
  return [onStep(x), onStep(y), onStep(z)];
}

function extraValuesOf({ hasNormals, hasConfidence }: PointCloud): ExtraValue[] {
  const normal = (axis: string): ExtraValue => ({
    name: `Normal${axis}`,
    description: `${axis} of the unit normal`,
  });
  return [
    ...(hasNormals ? ['X', 'Y', 'Z'].map(normal) : []),
    ...(hasConfidence ? [{ name: 'Confidence', description: '0 to 1, of the model' }] : []),
  ];
}

function writeCoordinates(view: DataView, offset: number, { positions }: PointBatch, i: number, step: number) {
  view.setInt32(offset, Math.round(positions[3 * i]! / step), true);
  view.setInt32(offset + 4, Math.round(positions[3 * i + 1]! / step), true);
  view.setInt32(offset + 8, Math.round(positions[3 * i + 2]! / step), true);
}

/** Point format 2: every point is the first of one return. */
function writeShortFields(view: DataView, offset: number, { colours, maskReasons }: PointBatch, i: number): void {
  const reasons = maskReasons?.[i] ?? 0;
  view.setUint16(offset + 12, 0, true);
  view.setUint8(offset + 14, 1 | (1 << 3));
  view.setUint8(offset + 15, reasons === 0 ? UNCLASSIFIED : NOISE | (1 << 7));
  view.setUint8(offset + 16, 0);
  view.setUint8(offset + 17, reasons);
  view.setUint16(offset + 18, 0, true);
  writeColour(view, offset + 20, colours, i);
}

/** Point format 7, whose time stays 0. */
function writeLongFields(view: DataView, offset: number, { colours, maskReasons }: PointBatch, i: number): void {
  const reasons = maskReasons?.[i] ?? 0;
  view.setUint16(offset + 12, 0, true);
  view.setUint8(offset + 14, 1 | (1 << 4));
  view.setUint8(offset + 15, reasons === 0 ? 0 : 1 << 2);
  view.setUint8(offset + 16, reasons === 0 ? UNCLASSIFIED : NOISE);
  view.setUint8(offset + 17, reasons);
  view.setInt16(offset + 18, 0, true);
  view.setUint16(offset + 20, 0, true);
  view.setFloat64(offset + 22, 0, true);
  writeColour(view, offset + 30, colours, i);
}

function writeColour(view: DataView, offset: number, colours: Uint8Array, i: number): void {
  view.setUint16(offset, 257 * colours[3 * i]!, true);
  view.setUint16(offset + 2, 257 * colours[3 * i + 1]!, true);
  view.setUint16(offset + 4, 257 * colours[3 * i + 2]!, true);
}

function writeExtraValues(
  view: DataView,
  start: number,
  { hasNormals, hasConfidence }: PointCloud,
  { normals, confidence }: PointBatch,
  i: number,
): void {
  let offset = start;
  if (hasNormals) {
    writeVector(view, offset, normals!, i);
    offset += 12;
  }
  if (hasConfidence) view.setFloat32(offset, confidence![i]!, true);
}
