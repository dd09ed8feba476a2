import { cutByLasso } from '../../core/cloud/lasso';
import type { CutOrder } from './lasso-worker';

interface Asked {
  readonly order: CutOrder;
  readonly onCut: (cut: Uint8Array<ArrayBuffer>) => void;
}

/** Has a worker find what a lasso cuts: over a million points that takes longer than a frame. */
export class LassoCutter {
  #worker: Worker | undefined;
  #inWork: Asked | undefined;
  #next: Asked | undefined;

  /** One order at a time: of those that come meanwhile only the last is of any use. */
  cut(order: CutOrder, onCut: Asked['onCut']): void {
    this.#next = { order, onCut };
    this.#goOn();
  }

  /** Lets go of the worker; nothing is answered any more, unless it is asked anew. */
  dispose(): void {
    this.#endWorker();
    this.#inWork = undefined;
    this.#next = undefined;
  }

  #goOn(): void {
    if (this.#inWork || !this.#next) return;
    this.#inWork = this.#next;
    this.#next = undefined;
    this.#worker ??= this.#startWorker();
    this.#worker.postMessage(this.#inWork.order);
  }

  #startWorker(): Worker {
    const worker = new Worker(new URL('./lasso-worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<Uint8Array<ArrayBuffer>>) => this.#answer(data));
    // A worker that could not be started, or ran out of memory: another one gets the next order.
    worker.addEventListener('error', () => {
      const { order } = this.#inWork!;
      this.#endWorker();
      this.#answer(cutByLasso(order.strokes, order));
    });
    return worker;
  }

  #endWorker(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
  }

  #answer(cut: Uint8Array<ArrayBuffer>): void {
    const { onCut } = this.#inWork!;
    this.#inWork = undefined;
    onCut(cut);
    this.#goOn();
  }
}
