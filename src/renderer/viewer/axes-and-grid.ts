import { BufferGeometry, Float32BufferAttribute, Group, LineBasicMaterial, LineSegments } from 'three';
import { levelRotation, type Level } from '../../core/measuring/level';
import { add, scaled, type Vector } from '../../core/measuring/vector';

/** The grid reaches so many metres to each side of the place below the camera, in steps of one. */
const REACH_METRES = 10;
const AXIS_METRES = 1;

/** x, y and z in the colours that 3D programs give them; the grid in one that is seen on light and dark. */
const AXIS_COLOURS = [
  [0.9, 0.2, 0.2],
  [0.2, 0.7, 0.25],
  [0.25, 0.45, 0.95],
] as const;
const GRID_COLOUR = [0.5, 0.5, 0.5] as const;

/**
 * Axes of a metre at the camera, and a grid of metres on the ground. Without a ground there are the camera's axes alone
 * (OpenCV: x right, y down, z forward); with one, x right, y forward along it and z up, and the grid lies on it.
 */
export class AxesAndGrid {
  readonly object = new Group();
  readonly #geometry = new BufferGeometry();
  readonly #material = new LineBasicMaterial({ vertexColors: true });

  constructor() {
    const lines = new LineSegments(this.#geometry, this.#material);
    lines.frustumCulled = false;
    this.object.add(lines);
    this.object.visible = false;
  }

  /** @param level undefined: the camera's axes alone */
  show(level: Level | undefined): void {
    const segments = guideSegments(level);
    const place = ([x, y, z]: Vector): readonly number[] => [x, -y, -z];
    this.#geometry.setAttribute(
      'position',
      new Float32BufferAttribute(
        segments.flatMap(({ from, to }) => [...place(from), ...place(to)]),
        3,
      ),
    );
    this.#geometry.setAttribute(
      'color',
      new Float32BufferAttribute(
        segments.flatMap(({ colour }) => [...colour, ...colour]),
        3,
      ),
    );
    this.object.visible = true;
  }

  /** Nothing of it stays on the GPU. */
  hide(): void {
    this.object.visible = false;
    this.forgetGpu();
  }

  /** Lets go of what lies on the GPU; it comes back with the next frame. */
  forgetGpu(): void {
    this.#geometry.dispose();
    this.#material.dispose();
  }
}

/** A line in the OpenCV camera frame, metres. */
export interface GuideSegment {
  readonly from: Vector;
  readonly to: Vector;
  readonly colour: readonly [number, number, number];
}

/** The lines of {@link AxesAndGrid}: three axes, then the grid. */
export function guideSegments(level: Level | undefined): readonly GuideSegment[] {
  const directions: readonly Vector[] = level
    ? levelRotation(level)
    : [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ];
  const origin: Vector = level ? scaled(level.up, level.offsetMetres) : [0, 0, 0];
  const at = (right: number, forward: number): Vector =>
    add(origin, add(scaled(directions[0]!, right), scaled(directions[1]!, forward)));
  const axes = directions.map((direction, i) => ({
    from: origin,
    to: add(origin, scaled(direction, AXIS_METRES)),
    colour: AXIS_COLOURS[i]!,
  }));
  if (!level) return axes;
  const steps = Array.from({ length: 2 * REACH_METRES + 1 }, (_, i) => i - REACH_METRES);
  const grid = steps.flatMap((step) => [
    { from: at(step, 0), to: at(step, 2 * REACH_METRES), colour: GRID_COLOUR },
    { from: at(-REACH_METRES, step + REACH_METRES), to: at(REACH_METRES, step + REACH_METRES), colour: GRID_COLOUR },
  ]);
  return [...axes, ...grid];
}
