import type { MaskSettings } from '../../core/depth/mask-depth';
import { levelsOfScene, whatShapesLevels, type MaskedScene } from './mask-options';
import type { LevelsOrder } from './mask-worker';
import type { ViewOptions } from './view-scene';

interface Order {
  readonly scene: MaskedScene;
  readonly settings: MaskSettings;
  readonly focalScale: number;
}

/**
 * The levels of the scene in view. They are measured anew only where a setting changes them, and by a worker: a million
 * points would keep the page for longer than a frame. Until it has answered the levels before stand, which is no harm:
 * the limits of all other settings hold for them too.
 */
export class MaskLevels {
  readonly #onMeasured: () => void;
  #measured: { readonly scene: MaskedScene; readonly key: string; readonly levels: ViewOptions['levels'] } | undefined;
  #worker: Worker | undefined;
  #sceneOfWorker: MaskedScene | undefined;
  #inWork: Order | undefined;
  #next: Order | undefined;

  /** @param onMeasured called when {@link of} has newer levels. */
  constructor(onMeasured: () => void) {
    this.#onMeasured = onMeasured;
  }

  /** The newest levels of a scene. Those of a new scene are measured at once, for it is not to be seen without masks. */
  of(scene: MaskedScene, settings: MaskSettings, focalScale: number): ViewOptions['levels'] {
    if (this.#measured?.scene !== scene) this.#measureHere({ scene, settings, focalScale });
    return this.#measured!.levels;
  }

  /** Has the levels measured for these settings, where they would be others. */
  follow(scene: MaskedScene, settings: MaskSettings, focalScale: number): void {
    this.#next = { scene, settings, focalScale };
    this.#goOn();
  }

  /** Lets go of the worker. */
  dispose(): void {
    this.#endWorker();
    this.#inWork = undefined;
    this.#next = undefined;
  }

  /** One order at a time: of those that come meanwhile only the last is of any use. */
  #goOn(): void {
    const order = this.#next;
    if (this.#inWork || !order) return;
    this.#next = undefined;
    if (this.#measured?.scene === order.scene && this.#measured.key === keyOf(order)) return;
    this.#inWork = order;
    this.#worker ??= this.#startWorker();
    const { scene, settings, focalScale } = order;
    const message: LevelsOrder = {
      ...(scene !== this.#sceneOfWorker && { scene: arraysOf(scene) }),
      settings,
      focalScale,
    };
    this.#worker.postMessage(message);
    this.#sceneOfWorker = scene;
  }

  #startWorker(): Worker {
    const worker = new Worker(new URL('./mask-worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<ViewOptions['levels']>) => {
      this.#take(this.#inWork!, data);
    });
    // A worker that could not be started, or ran out of memory: another one gets the next order.
    worker.addEventListener('error', () => {
      const order = this.#inWork!;
      this.#endWorker();
      this.#take(order, levelsOfScene(order.scene, order.settings, order.focalScale));
    });
    return worker;
  }

  #endWorker(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#sceneOfWorker = undefined;
  }

  #measureHere(order: Order): void {
    const levels = levelsOfScene(order.scene, order.settings, order.focalScale);
    this.#measured = { scene: order.scene, key: keyOf(order), levels };
  }

  #take(order: Order, levels: ViewOptions['levels']): void {
    this.#inWork = undefined;
    // Another scene may have come since.
    if (this.#measured?.scene === order.scene) {
      this.#measured = { scene: order.scene, key: keyOf(order), levels };
      this.#onMeasured();
    }
    this.#goOn();
  }
}

const keyOf = ({ settings, focalScale }: Order): string => whatShapesLevels(settings, focalScale);

/** Without the photo, which a worker has no use for and may not be given. */
const arraysOf = ({ size, depthMetres, mask, normals, confidence, intrinsics }: MaskedScene): MaskedScene => ({
  size,
  depthMetres,
  mask,
  normals,
  confidence,
  intrinsics,
});
