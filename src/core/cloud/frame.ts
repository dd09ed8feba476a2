/** The axes a cloud is written in. Inside Fathom everything is `opencv`. */
export const CLOUD_FRAMES = ['opencv', 'opengl', 'zup'] as const;
export type CloudFrame = (typeof CLOUD_FRAMES)[number];

/** What each frame's axes mean, for comments and sidecars. */
export const FRAME_AXES: Readonly<Record<CloudFrame, string>> = {
  opencv: 'x right, y down, z forward',
  opengl: 'x right, y up, z backward',
  zup: 'x right, y forward, z up',
};

/** Rewrites `count` interleaved vectors in place, from the OpenCV frame to another. All three are right-handed. */
export function toFrame(vectors: Float32Array, count: number, frame: CloudFrame): void {
  if (frame === 'opencv') return;
  for (let i = 0; i < 3 * count; i += 3) {
    const down = vectors[i + 1]!;
    const forward = vectors[i + 2]!;
    vectors[i + 1] = frame === 'opengl' ? -down : forward;
    vectors[i + 2] = frame === 'opengl' ? -forward : -down;
  }
}
