import type { HostEvent } from '../contract/app/events';
import { EventQueue } from '../contract/event-queue';

/** Tells every window what happens; a window that comes is told the state there is first. */
export class Announcer {
  readonly #windows = new Set<EventQueue<HostEvent>>();

  tell(event: HostEvent): void {
    for (const window of this.#windows) window.push(event);
  }

  /** @param state told first. */
  async *listen(state: readonly HostEvent[], signal: AbortSignal | undefined): AsyncGenerator<HostEvent, void, void> {
    const events = new EventQueue<HostEvent>();
    for (const event of state) events.push(event);
    const leave = (): void => {
      events.close();
    };
    signal?.addEventListener('abort', leave, { once: true });
    this.#windows.add(events);
    try {
      yield* events;
    } finally {
      this.#windows.delete(events);
      signal?.removeEventListener('abort', leave);
    }
  }

  /** Ends every window's iteration. */
  close(): void {
    for (const window of this.#windows) window.close();
  }
}
