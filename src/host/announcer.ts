import type { HostEvent } from '../contract/app/events';
import { EventQueue } from '../contract/event-queue';

/**
 * Tells every window what happens; a window that comes is told the state there is first, and then the last command that
 * nobody heard: a menu can be clicked while its window is still loading.
 */
export class Announcer {
  readonly #windows = new Set<EventQueue<HostEvent>>();
  #unheard: HostEvent | undefined;

  tell(event: HostEvent): void {
    if (this.#windows.size === 0 && event.event === 'command') this.#unheard = event;
    for (const window of this.#windows) window.push(event);
  }

  /** @param state told first. */
  async *listen(state: readonly HostEvent[], signal: AbortSignal | undefined): AsyncGenerator<HostEvent, void, void> {
    const events = new EventQueue<HostEvent>();
    for (const event of state) events.push(event);
    if (this.#unheard) events.push(this.#unheard);
    this.#unheard = undefined;
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
