/** How a worker is asked, and what becomes of its answers. */
interface Means<Order, Answer> {
  readonly startWorker: () => Worker;
  /** Asked when an order's turn has come. */
  readonly isNeeded: (order: Order) => boolean;
  /** What is sent for an order, `before` being what the same worker was asked last. */
  readonly messageOf: (order: Order, before: Order | undefined) => unknown;
  /** The answer, found in the page. */
  readonly answerHere: (order: Order) => Answer;
  readonly onAnswer: (order: Order, answer: Answer) => void;
}

/** Has a worker carry out one order at a time: of those that come meanwhile only the last is of any use. */
export class NewestOrder<Order, Answer> {
  readonly #means: Means<Order, Answer>;
  #worker: Worker | undefined;
  #askedLast: Order | undefined;
  #inWork: Order | undefined;
  #next: Order | undefined;

  constructor(means: Means<Order, Answer>) {
    this.#means = means;
  }

  /** Has an order carried out when its turn comes, unless another is given before that. */
  give(order: Order): void {
    this.#next = order;
    this.#goOn();
  }

  /** Lets go of the worker; nothing is answered any more, unless it is asked anew. */
  dispose(): void {
    this.#endWorker();
    this.#inWork = undefined;
    this.#next = undefined;
  }

  #goOn(): void {
    const order = this.#next;
    if (this.#inWork || !order) return;
    this.#next = undefined;
    if (!this.#means.isNeeded(order)) return;
    this.#inWork = order;
    this.#worker ??= this.#startWorker();
    this.#worker.postMessage(this.#means.messageOf(order, this.#askedLast));
    this.#askedLast = order;
  }

  #startWorker(): Worker {
    const worker = this.#means.startWorker();
    worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => this.#answer(this.#inWork!, data));
    // A worker that could not be started, or ran out of memory: another one gets the next order.
    worker.addEventListener('error', () => {
      const order = this.#inWork!;
      this.#endWorker();
      this.#answer(order, this.#means.answerHere(order));
    });
    return worker;
  }

  #endWorker(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#askedLast = undefined;
  }

  #answer(order: Order, answer: Answer): void {
    this.#inWork = undefined;
    this.#means.onAnswer(order, answer);
    this.#goOn();
  }
}
