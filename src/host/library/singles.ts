import { EventQueue } from '../../contract/event-queue';

/** Photos opened one by one, which make up a folder that is none on disk. */
export class Singles {
  readonly #photos = new Set<string>();
  readonly #followers = new Set<EventQueue<readonly string[]>>();

  /** Paths; those that are there already are not told again. */
  add(photos: readonly string[]): void {
    const added = photos.filter((photo) => !this.#photos.has(photo));
    for (const photo of added) this.#photos.add(photo);
    if (added.length > 0) for (const follower of this.#followers) follower.push(added);
  }

  list(): readonly string[] {
    return [...this.#photos];
  }

  /** All there are, and then those that come, until the signal is raised. */
  async *follow(signal: AbortSignal): AsyncGenerator<readonly string[], void, void> {
    const follower = new EventQueue<readonly string[]>();
    follower.push(this.list());
    this.#followers.add(follower);
    const leave = (): void => {
      follower.close();
    };
    signal.addEventListener('abort', leave, { once: true });
    try {
      yield* follower;
    } finally {
      this.#followers.delete(follower);
      signal.removeEventListener('abort', leave);
    }
  }
}
