/**
 * A run of points on its way to an encoder. The arrays are reused by whoever fills them: read them before asking for
 * the next batch, until then whoever asked may also change them; keep no reference. Only the first `count` points are meant.
 */
export interface PointBatch {
  readonly count: number;
  /** x y z in the cloud's frame and unit (metres, unless said otherwise), interleaved: 3 × count. */
  readonly positions: Float32Array;
  /** red green blue, sRGB, interleaved: 3 × count. */
  readonly colours: Uint8Array;
  /** Unit normals in the cloud's frame, interleaved: 3 × count; absent where the model gives none. */
  readonly normals?: Float32Array;
  /** 0 to 1, one per point; absent where the model gives none. */
  readonly confidence?: Float32Array;
  /** `MaskReason` bits, one byte per point, 0 for a good one; absent where masked pixels are left out. */
  readonly maskReasons?: Uint8Array;
}

/** A whole cloud, whose point count is known before the first point is made. */
export interface PointCloud {
  readonly count: number;
  readonly hasNormals: boolean;
  readonly hasConfidence: boolean;
  /** Whether masked pixels are among the points, and each point says why it is one. */
  readonly hasMaskReasons: boolean;
  /** Makes the points anew at each call, in bounded memory. */
  batches(): Iterable<PointBatch>;
}
