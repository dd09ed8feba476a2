import type { MaskSettings } from '../../core/depth/mask-depth';
import { levelsOfScene, whatShapesLevels, type MaskedScene } from './mask-options';
import type { LevelsOrder } from './mask-worker';
import { NewestOrder } from './newest-order';
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
  readonly #orders = new NewestOrder<Order, ViewOptions['levels']>({
    startWorker: () => new Worker(new URL('./mask-worker.ts', import.meta.url), { type: 'module' }),
    isNeeded: (order) => this.#measured?.scene !== order.scene || this.#measured.key !== keyOf(order),
    messageOf: ({ scene, settings, focalScale }, before): LevelsOrder => ({
      ...(scene !== before?.scene && { scene: arraysOf(scene) }),
      settings,
      focalScale,
    }),
    answerHere: levelsOf,
    onAnswer: (order, levels) => this.#take(order, levels),
  });
  #measured: { readonly scene: MaskedScene; readonly key: string; readonly levels: ViewOptions['levels'] } | undefined;

  /** @param onMeasured called when {@link of} has newer levels. */
  constructor(onMeasured: () => void) {
    this.#onMeasured = onMeasured;
  }

  /** The newest levels of a scene. Those of a new scene are measured at once, for it is not to be seen without masks. */
  of(scene: MaskedScene, settings: MaskSettings, focalScale: number): ViewOptions['levels'] {
    if (this.#measured?.scene !== scene) {
      const order = { scene, settings, focalScale };
      this.#measured = { scene, key: keyOf(order), levels: levelsOf(order) };
    }
    return this.#measured.levels;
  }

  /** Has the levels measured for these settings, where they would be others. */
  follow(scene: MaskedScene, settings: MaskSettings, focalScale: number): void {
    this.#orders.give({ scene, settings, focalScale });
  }

  /** Lets go of the worker. */
  dispose(): void {
    this.#orders.dispose();
  }

  #take(order: Order, levels: ViewOptions['levels']): void {
    // Another scene may have come since.
    if (this.#measured?.scene !== order.scene) return;
    this.#measured = { scene: order.scene, key: keyOf(order), levels };
    this.#onMeasured();
  }
}

const levelsOf = ({ scene, settings, focalScale }: Order): ViewOptions['levels'] =>
  levelsOfScene(scene, settings, focalScale);

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
