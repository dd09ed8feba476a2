/** How the camera goes round the point that it orbits about: all the way, or to and fro about where it is. */
export type TurntablePath =
  { readonly kind: 'turn' } | { readonly kind: 'swing'; /** From end to end. */ readonly degrees: number };

/** How many frames a turntable has; its last is followed by its first. */
export function frameCount(seconds: number, framesPerSecond: number): number {
  return Math.max(1, Math.round(seconds * framesPerSecond));
}

/**
 * Where on its path the camera is at a frame, in radians to the right of where it is shown. The path begins where the
 * camera is shown and closes: it goes on from the last frame to the first without a jump.
 */
export function turnAt(path: TurntablePath, frame: number, frames: number): number {
  const round = (2 * Math.PI * frame) / frames;
  return path.kind === 'turn' ? round : ((path.degrees * Math.PI) / 360) * Math.sin(round);
}

/**
 * How long a frame of a GIF is shown, in hundredths of a second, which are all that a GIF knows: rounded so that no frame
 * comes more than half of one early or late.
 */
export function gifDelay(frame: number, framesPerSecond: number): number {
  const at = (next: number): number => Math.round((100 * next) / framesPerSecond);
  return at(frame + 1) - at(frame);
}
