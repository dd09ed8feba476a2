import type { PointBatch, PointCloud } from '../cloud/point-batch';

/**
 * The cloud's batches, held to what the cloud announced about them, because a header may already have promised it.
 *
 * @throws Error where the batches hold another number of points than `cloud.count`, or lack normals, confidence or
 *   mask reasons that the cloud said it has.
 */
export function* countedBatches(cloud: PointCloud): Generator<PointBatch, void, void> {
  let points = 0;
  for (const batch of cloud.batches()) {
    if (cloud.hasNormals && batch.normals === undefined) throw new Error('A batch lacks the normals of its cloud.');
    if (cloud.hasConfidence && batch.confidence === undefined) {
      throw new Error('A batch lacks the confidence of its cloud.');
    }
    if (cloud.hasMaskReasons && batch.maskReasons === undefined) {
      throw new Error('A batch lacks the mask reasons of its cloud.');
    }
    points += batch.count;
    yield batch;
  }
  if (points !== cloud.count) throw new Error(`The cloud announced ${cloud.count} points and made ${points}.`);
}
