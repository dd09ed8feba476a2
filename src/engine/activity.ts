import { once } from 'node:events';

/** Whether photos are being worked on, so that measuring a model can keep out of the way. */
export class Activity {
  #running = 0;
  #begun = new AbortController();
  #ended = new AbortController();

  constructor() {
    this.#ended.abort();
  }

  /** Raised when work begins; raised already where there is some. */
  get begun(): AbortSignal {
    return this.#begun.signal;
  }

  /** Work begins; it has ended once the answer is called. */
  begin(): () => void {
    if (this.#running++ === 0) {
      this.#ended = new AbortController();
      this.#begun.abort();
    }
    return () => {
      if (--this.#running > 0) return;
      this.#begun = new AbortController();
      this.#ended.abort();
    };
  }

  /**
   * Settles once no work is under way.
   *
   * @throws the AbortError of the signal.
   */
  async idle(signal: AbortSignal): Promise<void> {
    const ended = this.#ended.signal;
    if (!ended.aborted) await once(ended, 'abort', { signal });
  }
}
