import { strToU8 } from 'fflate';
import type { CloudBounds } from '../cloud/cloud-bounds';
import type { LasVersion } from './format-options';

/** A float32 that LAS has no field for, at the end of each point. */
export interface ExtraValue {
  readonly name: string;
  readonly description: string;
}

export interface LasHeader {
  readonly version: LasVersion;
  readonly count: number;
  /** Of a point, the extra values included. */
  readonly recordBytes: number;
  readonly extraValues: readonly ExtraValue[];
  /** What one unit of a stored coordinate is, the same along each axis; offsets are 0. */
  readonly step: number;
  /** Of the stored coordinates, in the cloud's unit. */
  readonly bounds: CloudBounds;
  readonly software: string;
  readonly createdOn: Date;
}

/** Points with colour but no time, of LAS 1.2; and with both, of LAS 1.4. */
const POINT_FORMATS = { '1.2': 2, '1.4': 7 } as const;
const HEADER_BYTES = { '1.2': 227, '1.4': 375 } as const;

/** LAS 1.4 demands it of formats from 6 on: a coordinate system, were there one, would stand there as WKT. */
const WKT_BIT = 1 << 4;

const RECORD_HEADER_BYTES = 54;
const EXTRA_VALUE_BYTES = 192;
/** The code of float32 in the "extra bytes" record. */
const FLOAT32 = 9;

const MILLISECONDS_OF_DAY = 86_400_000;

/**
 * The public header block of a LAS file and the record that describes its extra values (ASPRS LAS 1.2 and 1.4 R15).
 */
export function lasHeader(header: LasHeader): Uint8Array {
  const record = extraValuesRecord(header.extraValues);
  const headerBytes = HEADER_BYTES[header.version];
  const pointsStart = headerBytes + record.length;
  const bytes = new Uint8Array(pointsStart);
  const view = new DataView(bytes.buffer);
  const isLong = header.version === '1.4';
  bytes.set(strToU8('LASF'));
  view.setUint16(6, isLong ? WKT_BIT : 0, true);
  bytes.set([1, isLong ? 4 : 2], 24);
  bytes.set(strToU8('Fathom').subarray(0, 31), 26);
  bytes.set(strToU8(header.software).subarray(0, 31), 58);
  view.setUint16(90, dayOfYear(header.createdOn), true);
  view.setUint16(92, header.createdOn.getUTCFullYear(), true);
  view.setUint16(94, headerBytes, true);
  view.setUint32(96, pointsStart, true);
  view.setUint32(100, record.length > 0 ? 1 : 0, true);
  view.setUint8(104, POINT_FORMATS[header.version]);
  view.setUint16(105, header.recordBytes, true);
  for (const axis of [0, 1, 2]) {
    view.setFloat64(131 + 8 * axis, header.step, true);
    view.setFloat64(179 + 16 * axis, header.bounds.max[axis]!, true);
    view.setFloat64(187 + 16 * axis, header.bounds.min[axis]!, true);
  }
  if (isLong) {
    view.setBigUint64(247, BigInt(header.count), true);
    view.setBigUint64(255, BigInt(header.count), true);
  } else {
    view.setUint32(107, header.count, true);
    view.setUint32(111, header.count, true);
  }
  bytes.set(record, headerBytes);
  return bytes;
}

/** No bytes where there are no values. */
function extraValuesRecord(values: readonly ExtraValue[]): Uint8Array {
  if (values.length === 0) return new Uint8Array(0);
  const record = new Uint8Array(RECORD_HEADER_BYTES + EXTRA_VALUE_BYTES * values.length);
  const view = new DataView(record.buffer);
  record.set(strToU8('LASF_Spec'), 2);
  view.setUint16(18, 4, true);
  view.setUint16(20, record.length - RECORD_HEADER_BYTES, true);
  record.set(strToU8('Extra values'), 22);
  for (const [i, { name, description }] of values.entries()) {
    const at = RECORD_HEADER_BYTES + EXTRA_VALUE_BYTES * i;
    record[at + 2] = FLOAT32;
    record.set(strToU8(name), at + 4);
    record.set(strToU8(description), at + 160);
  }
  return record;
}

/** 1 on 1 January, in UTC as LAS has it. */
function dayOfYear(date: Date): number {
  return 1 + Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / MILLISECONDS_OF_DAY);
}
