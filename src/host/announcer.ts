import type { HostEvent } from '../contract/app/events';
import { EventQueue } from '../contract/event-queue';

type Listener = EventQueue<HostEvent>;

/**
 * Tells every window what happens; a window that comes is told the state there is first, and then the last command that
 * no window heard: a menu can be clicked while its window is still loading.
 */
export class Announcer {
  readonly #windows = new Set<Listener>();
  readonly #followers = new Set<Listener>();
  #unheard: HostEvent | undefined;

  tell(event: HostEvent): void {
    const isCommand = event.event === 'command';
    if (isCommand && this.#windows.size === 0) this.#unheard = event;
    for (const window of this.#windows) window.push(event);
    if (!isCommand) for (const follower of this.#followers) follower.push(event);
  }

  /**
   * What a window hears.
   *
   * @param state told first.
   */
  listen(state: readonly HostEvent[], signal: AbortSignal | undefined): AsyncGenerator<HostEvent, void, void> {
    const unheard = this.#unheard ? [this.#unheard] : [];
    this.#unheard = undefined;
    return attend(this.#windows, [...state, ...unheard], signal);
  }

  /** As {@link listen}, for what surrounds the windows: commands are not for it. */
  follow(state: readonly HostEvent[], signal: AbortSignal | undefined): AsyncGenerator<HostEvent, void, void> {
    return attend(this.#followers, state, signal);
  }

  /** Ends every iteration. */
  close(): void {
    for (const listener of [...this.#windows, ...this.#followers]) listener.close();
  }
}

/** Listens from the call on, not from when the first event is asked for: nothing is missed in between. */
function attend(
  listeners: Set<Listener>,
  first: readonly HostEvent[],
  signal: AbortSignal | undefined,
): AsyncGenerator<HostEvent, void, void> {
  const events: Listener = new EventQueue<HostEvent>();
  for (const event of first) events.push(event);
  const leave = (): void => {
    events.close();
    listeners.delete(events);
    signal?.removeEventListener('abort', leave);
  };
  signal?.addEventListener('abort', leave, { once: true });
  listeners.add(events);
  return untilLeft(events, leave);
}

async function* untilLeft(events: Listener, leave: () => void): AsyncGenerator<HostEvent, void, void> {
  try {
    yield* events;
  } finally {
    leave();
  }
}
