/** Joins a producer that pushes with a consumer that iterates; nothing is dropped. */
export class EventQueue<Event> implements AsyncIterable<Event> {
  readonly #waiting: Event[] = [];
  #closed = false;
  #wake: () => void = () => undefined;

  push(event: Event): void {
    this.#waiting.push(event);
    this.#wake();
  }

  /** Ends the iteration once everything pushed so far has been taken. */
  close(): void {
    this.#closed = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Event, void, void> {
    for (;;) {
      yield* this.#waiting.splice(0);
      if (this.#waiting.length > 0) continue;
      if (this.#closed) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

/**
 * A task as the iteration over what it emits; its failure is thrown once all of that has been taken. Leaving the
 * iteration raises the task's signal and waits for its end.
 */
export async function* eventsOf<Event>(
  signal: AbortSignal,
  task: (emit: (event: Event) => void, signal: AbortSignal) => Promise<void>,
): AsyncGenerator<Event, void, void> {
  const left = new AbortController();
  const events = new EventQueue<Event>();
  const emit = (event: Event): void => {
    events.push(event);
  };
  const running = task(emit, AbortSignal.any([signal, left.signal])).finally(() => {
    events.close();
  });
  // Its failure is thrown below, once every event has been taken.
  running.catch(() => undefined);
  try {
    yield* events;
    await running;
  } finally {
    left.abort();
    // Whoever has left hears of no failure any more: that the task was given up is none.
    await running.catch(() => undefined);
  }
}
