import type { PointCloud } from '../cloud/point-batch';
import { encodeAsciiPoints } from './ascii-points';
import type { EncodedBytes } from './encoded-bytes';

/**
 * A point cloud as plain text without a header: one line `x y z red green blue` a point, in the cloud's own unit and
 * frame, colours 0 to 255. Normals and confidence are left out: readers guess columns by their number.
 *
 * @throws Error where the batches are not what the cloud announced.
 */
export function encodeXyz(cloud: PointCloud): EncodedBytes {
  return encodeAsciiPoints(cloud, { normals: false, confidence: false, maskReasons: false });
}
