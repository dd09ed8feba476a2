/** Fetched at once: the host makes thumbnails on few cores, and those in view come first. */
const AT_ONCE = 2;

/** Fetches pictures into the browser's cache while nothing else is to be done. */
export interface Prefetcher {
  /** Fetches these, in this order; what was asked for before and is not begun is dropped. */
  fetch(addresses: readonly string[]): void;
  stop(): void;
}

/** A prefetcher that fetches no address twice. */
export function createPrefetcher(): Prefetcher {
  const seen = new Set<string>();
  let waiting: string[] = [];
  let running = 0;
  let idle: number | undefined;
  const next = (): void => {
    idle = undefined;
    while (running < AT_ONCE) {
      const address = waiting.shift();
      if (address === undefined) return;
      seen.add(address);
      running++;
      const image = new Image();
      image.fetchPriority = 'low';
      image.onload = image.onerror = () => {
        running--;
        soon();
      };
      image.src = address;
    }
  };
  const soon = (): void => {
    idle ??= requestIdleCallback(next);
  };
  return {
    fetch(addresses) {
      waiting = addresses.filter((address) => !seen.has(address));
      soon();
    },
    stop() {
      waiting = [];
      if (idle !== undefined) cancelIdleCallback(idle);
    },
  };
}
