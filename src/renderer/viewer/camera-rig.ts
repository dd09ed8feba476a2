import CameraControls from 'camera-controls';
import {
  Box3,
  MathUtils,
  Matrix4,
  PerspectiveCamera,
  Quaternion,
  Raycaster,
  Sphere,
  Spherical,
  Vector2,
  Vector3,
  Vector4,
} from 'three';
import { clipPlanes, type SceneCorners } from './clip-planes';
import type { FittedView } from './fit-view';

CameraControls.install({
  THREE: { Box3, Matrix4, Quaternion, Raycaster, Sphere, Spherical, Vector2, Vector3, Vector4 },
});

/** How near to the point orbited about the eye may come, and how far from it, per distance of a fitted view. */
const NEAREST_ORBIT = 0.02;
const FARTHEST_ORBIT = 20;

/** What one press of a key does: degrees turned, share of the distance moved across or towards. */
const KEY_TURN = 5;
const KEY_SHARE = 0.08;

/** OpenCV's axes, and 1, in OpenGL's. */
const AXES = [1, -1, -1, 1];

/**
 * The camera and what moves it: drag to orbit, right drag or two fingers to pan, wheel or pinch to come nearer, on a
 * focused canvas the arrow keys (with Shift: pan) and + and −. Speaks the photo's OpenCV frame; the camera itself has
 * OpenGL's axes.
 */
export class CameraRig {
  readonly camera = new PerspectiveCamera();
  readonly #controls: CameraControls;
  readonly #canvas: HTMLCanvasElement;
  readonly #forward = new Vector3();
  readonly #point = new Vector3();
  readonly #matrix = new Matrix4();
  #isFitted = true;

  /** @param moved called when the camera is about to move: the next frames must call {@link update} */
  constructor(canvas: HTMLCanvasElement, moved: () => void) {
    this.#canvas = canvas;
    this.#controls = new CameraControls(this.camera, canvas);
    this.#controls.dollyToCursor = true;
    this.#controls.smoothTime = 0.14;
    this.#controls.draggingSmoothTime = 0.05;
    const taken = (): void => {
      this.#isFitted = false;
      moved();
    };
    this.#controls.addEventListener('control', taken);
    this.#controls.addEventListener('transitionstart', moved);
    canvas.addEventListener('keydown', this.#onKey);
  }

  /** Whether nobody has moved the camera since it was fitted. */
  get isFitted(): boolean {
    return this.#isFitted;
  }

  /** Takes a fitted view; glides there where `glides`. */
  takeView({ position, target, tanHalfHeight }: FittedView, aspect: number, glides: boolean): void {
    this.camera.aspect = aspect;
    this.camera.fov = MathUtils.radToDeg(2 * Math.atan(tanHalfHeight));
    this.camera.updateProjectionMatrix();
    const distance = target[2] - position[2];
    this.#controls.minDistance = NEAREST_ORBIT * distance;
    this.#controls.maxDistance = FARTHEST_ORBIT * distance;
    const [x, y, z] = position;
    void this.#controls.setLookAt(x, -y, -z, target[0], -target[1], -target[2], glides);
    // A jump is no motion: the next frame is to be drawn as one at rest.
    if (!glides) this.#controls.update(0);
    this.#isFitted = true;
  }

  /** Keeps what is seen from top to bottom when the shape of the frame changes. */
  setAspect(aspect: number): void {
    this.camera.aspect = aspect;
    this.camera.updateProjectionMatrix();
  }

  /** Puts the camera round the point it orbits about, to the right, until {@link update} takes it back. */
  turn(radians: number): void {
    const { position, up } = this.camera;
    this.#controls.getPosition(position, false);
    this.#controls.getTarget(this.#point, false);
    position.sub(this.#point).applyAxisAngle(up, radians).add(this.#point);
    this.camera.lookAt(this.#point);
  }

  /** Moves the camera on; returns whether it still moves. */
  update(seconds: number): boolean {
    return this.#controls.update(seconds);
  }

  /**
   * Where a point (metres, OpenCV frame) is seen, as shares of the frame from its top left; undefined behind the camera.
   */
  project([x, y, z]: readonly [number, number, number]): { readonly x: number; readonly y: number } | undefined {
    this.#point.set(x, -y, -z).applyMatrix4(this.camera.matrixWorldInverse);
    if (this.#point.z >= 0) return undefined;
    this.#point.applyMatrix4(this.camera.projectionMatrix);
    return { x: (this.#point.x + 1) / 2, y: (1 - this.#point.y) / 2 };
  }

  /** The 3 × 4 matrix, row by row, from points (metres, OpenCV frame) to homogeneous places from −1 to 1, y up. */
  projection(): readonly number[] {
    this.camera.updateMatrixWorld();
    const { elements } = this.#matrix.multiplyMatrices(this.camera.projectionMatrix, this.camera.matrixWorldInverse);
    // Columns of OpenGL's axes, whose y and z run the other way; its row of depths is of no use.
    return [0, 1, 3].flatMap((row) => [0, 1, 2, 3].map((column) => AXES[column]! * elements[4 * column + row]!));
  }

  /** Sets near and far plane so that they hold the scene. */
  holdScene(corners: SceneCorners): void {
    this.camera.updateMatrixWorld();
    this.camera.getWorldDirection(this.#forward);
    const { x, y, z } = this.camera.position;
    const forward = [this.#forward.x, -this.#forward.y, -this.#forward.z] as const;
    [this.camera.near, this.camera.far] = clipPlanes(corners, [x, -y, -z], forward);
    this.camera.updateProjectionMatrix();
  }

  dispose(): void {
    this.#canvas.removeEventListener('keydown', this.#onKey);
    this.#controls.dispose();
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isPan = event.shiftKey && event.key.startsWith('Arrow');
    const move = isPan ? this.#panOf(event.key) : this.#turnOf(event.key);
    if (move === undefined) return;
    event.preventDefault();
    this.#isFitted = false;
    void move;
  };

  #turnOf(key: string): Promise<void> | undefined {
    const turn = MathUtils.degToRad(KEY_TURN);
    const distance = this.#controls.distance;
    switch (key) {
      case 'ArrowLeft':
        return this.#controls.rotate(turn, 0, true);
      case 'ArrowRight':
        return this.#controls.rotate(-turn, 0, true);
      case 'ArrowUp':
        return this.#controls.rotate(0, turn, true);
      case 'ArrowDown':
        return this.#controls.rotate(0, -turn, true);
      case '+':
      case '=':
        return this.#controls.dolly(KEY_SHARE * distance, true);
      case '-':
        return this.#controls.dolly(-KEY_SHARE * distance, true);
      default:
        return undefined;
    }
  }

  #panOf(key: string): Promise<void> | undefined {
    const step = KEY_SHARE * this.#controls.distance;
    switch (key) {
      case 'ArrowLeft':
        return this.#controls.truck(-step, 0, true);
      case 'ArrowRight':
        return this.#controls.truck(step, 0, true);
      case 'ArrowUp':
        return this.#controls.truck(0, -step, true);
      case 'ArrowDown':
        return this.#controls.truck(0, step, true);
      default:
        return undefined;
    }
  }
}
