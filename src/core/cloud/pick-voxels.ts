import type { PointCloud } from './point-batch';

/** Some of a cloud's points, by their number in its order. */
export interface Picks {
  readonly count: number;
  readonly isPicked: (point: number) => boolean;
}

/** Marks an empty place in the table: no cell is so far left. */
const EMPTY = -(2 ** 31);

/**
 * One point of each cubic cell that has any: the first, in the cloud's order, so that the same cloud always gives the
 * same points. A cell reaches from n · edge up to, but not to, (n + 1) · edge along each axis.
 *
 * Memory: 15 to 30 bytes for each point picked and a bit for each point there is, whatever the cloud's extent.
 *
 * @param edge of a cell, in the cloud's unit, above 0. Cells more than 2³¹ edges away fall on the last one.
 */
export function pickVoxels(cloud: PointCloud, edge: number): Picks {
  const picked = new Uint8Array(Math.ceil(cloud.count / 8));
  const cells = new CellSet();
  let point = 0;
  for (const { count, positions } of cloud.batches()) {
    for (let i = 0; i < 3 * count; i += 3, point++) {
      const isNew = cells.add(
        cellOf(positions[i]!, edge),
        cellOf(positions[i + 1]!, edge),
        cellOf(positions[i + 2]!, edge),
      );
      if (isNew) picked[point >> 3] = picked[point >> 3]! | (1 << (point & 7));
    }
  }
  return { count: cells.size, isPicked: (at) => ((picked[at >> 3]! >> (at & 7)) & 1) === 1 };
}

/** The picked points only, in their order. */
export function pickedCloud(cloud: PointCloud, picks: Picks): PointCloud {
  return {
    ...cloud,
    count: picks.count,
    *batches() {
      let point = 0;
      for (const batch of cloud.batches()) {
        const { positions, colours, normals, confidence, maskReasons } = batch;
        let kept = 0;
        for (let i = 0; i < batch.count; i++, point++) {
          if (!picks.isPicked(point)) continue;
          // The arrays are the batch's own until the next one: points move up in place.
          positions.copyWithin(3 * kept, 3 * i, 3 * i + 3);
          colours.copyWithin(3 * kept, 3 * i, 3 * i + 3);
          normals?.copyWithin(3 * kept, 3 * i, 3 * i + 3);
          confidence?.copyWithin(kept, i, i + 1);
          maskReasons?.copyWithin(kept, i, i + 1);
          kept++;
        }
        if (kept > 0) yield { ...batch, count: kept };
      }
    },
  };
}

function cellOf(coordinate: number, edge: number): number {
  return Math.min(Math.max(Math.floor(coordinate / edge), EMPTY + 1), -EMPTY - 1);
}

/** A set of cells: open addressing, linear probing, at most 80 % full. */
class CellSet {
  size = 0;
  #capacity = 1 << 12;
  #cells = new Int32Array(3 * this.#capacity).fill(EMPTY);

  /** Whether the cell was not there yet. */
  add(x: number, y: number, z: number): boolean {
    if (this.size >= 0.8 * this.#capacity) this.#grow();
    const isNew = this.#place(x, y, z);
    if (isNew) this.size++;
    return isNew;
  }

  #place(x: number, y: number, z: number): boolean {
    const cells = this.#cells;
    const last = this.#capacity - 1;
    for (let slot = hashOfCell(x, y, z) & last; ; slot = (slot + 1) & last) {
      const at = 3 * slot;
      if (cells[at] === EMPTY) {
        cells[at] = x;
        cells[at + 1] = y;
        cells[at + 2] = z;
        return true;
      }
      if (cells[at] === x && cells[at + 1] === y && cells[at + 2] === z) return false;
    }
  }

  #grow(): void {
    const before = this.#cells;
    this.#capacity *= 2;
    this.#cells = new Int32Array(3 * this.#capacity).fill(EMPTY);
    for (let at = 0; at < before.length; at += 3) {
      if (before[at] !== EMPTY) this.#place(before[at]!, before[at + 1]!, before[at + 2]!);
    }
  }
}

/** Mixes three integers (multipliers and finaliser of MurmurHash3, public domain). */
function hashOfCell(x: number, y: number, z: number): number {
  let h = Math.imul(x, 0xcc9e2d51) ^ Math.imul(y, 0x1b873593) ^ Math.imul(z, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
