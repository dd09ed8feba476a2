import { cutByLasso } from '../../core/cloud/lasso';
import { NewestOrder } from '../viewer/newest-order';
import type { CutOrder } from './lasso-worker';

type Cut = Uint8Array<ArrayBuffer>;

interface Asked {
  readonly order: CutOrder;
  readonly onCut: (cut: Cut) => void;
}

/** Has a worker find what a lasso cuts: over a million points that takes longer than a frame. */
export const lassoCutter = (): NewestOrder<Asked, Cut> =>
  new NewestOrder({
    startWorker: () => new Worker(new URL('./lasso-worker.ts', import.meta.url), { type: 'module' }),
    isNeeded: () => true,
    messageOf: ({ order }) => order,
    answerHere: ({ order }) => cutByLasso(order.strokes, order),
    onAnswer: ({ onCut }, cut) => onCut(cut),
  });
