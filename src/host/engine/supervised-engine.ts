import { setTimeout as wait } from 'node:timers/promises';
import { ORPCError } from '@orpc/server';
import type { EngineState } from '../../contract/app/events';
import type { EngineLink, EngineSettings, StartEngine } from '../engine-link';

/** Waits before the next start, after the first end, the second … */
const BACK_OFF_MS = [0, 500, 1000, 2000, 4000];

/** An engine that has run for so long has not failed at its start: the count begins anew. */
const STEADY_MS = 60_000;

/** An engine to come: many may wait for it, or nobody. */
class NextEngine {
  readonly arrival: Promise<EngineLink>;
  arrive: (link: EngineLink) => void = () => undefined;
  fail: (why: Error) => void = () => undefined;

  constructor() {
    this.arrival = new Promise((resolve, reject) => {
      this.arrive = resolve;
      this.fail = reject;
    });
    this.arrival.catch(() => undefined);
  }
}

/**
 * Keeps an engine running: starts the next one when it ends by itself, later each time, and gives up after as many tries
 * as there are waits. Whoever needs the engine waits for the next one.
 */
export class SupervisedEngine {
  readonly #start: StartEngine;
  readonly #settings: () => EngineSettings;
  readonly #backOffMs: readonly number[];
  readonly #onState: (state: EngineState) => void;
  #state: EngineState = { state: 'starting' };
  #link: EngineLink | undefined;
  #next = new NextEngine();
  #ends = 0;
  #closed = false;

  /** @param backOffMs the waits between one end and the next start. */
  constructor(
    start: StartEngine,
    settings: () => EngineSettings,
    onState: (state: EngineState) => void,
    backOffMs: readonly number[] = BACK_OFF_MS,
  ) {
    this.#start = start;
    this.#backOffMs = backOffMs;
    this.#settings = settings;
    this.#onState = onState;
    this.#launch();
  }

  get state(): EngineState {
    return this.#state;
  }

  /**
   * The engine that runs, or the next one.
   *
   * @throws ORPCError `EngineGone` where no further one will be started by itself.
   */
  current(): Promise<EngineLink> {
    return this.#next.arrival;
  }

  /** Ends the engine and starts another one, whatever became of those before. */
  restart(): void {
    this.#ends = 0;
    if (this.#link) {
      this.#link.stop();
      return;
    }
    this.#next = new NextEngine();
    this.#launch();
  }

  async close(): Promise<void> {
    this.#closed = true;
    const link = this.#link;
    link?.stop();
    await link?.ended;
  }

  #launch(): void {
    const link = this.#start(this.#settings());
    this.#link = link;
    const startedAt = performance.now();
    void this.#becomeReady(link);
    void link.ended.then((how) => this.#ended(how, performance.now() - startedAt));
  }

  /** An engine that answers is ready: it has loaded all it needs. */
  async #becomeReady(link: EngineLink): Promise<void> {
    this.#next.arrive(link);
    try {
      await link.client.cacheUsage();
      if (this.#link === link) this.#tell({ state: 'ready' });
    } catch {
      // It has ended, which is told where that is heard.
    }
  }

  async #ended(how: number | string, livedMs: number): Promise<void> {
    this.#link = undefined;
    if (this.#closed) return;
    this.#next = new NextEngine();
    this.#ends = livedMs > STEADY_MS ? 1 : this.#ends + 1;
    const waitMs = this.#backOffMs[this.#ends - 1];
    if (waitMs === undefined) {
      this.#giveUp(how);
      return;
    }
    this.#tell({ state: 'restarting', reason: String(how) });
    await wait(waitMs, undefined, { ref: false });
    if (this.#mayLaunch()) this.#launch();
  }

  /** Meanwhile the host may have been closed, or a person have started another. */
  #mayLaunch(): boolean {
    return !this.#closed && this.#link === undefined;
  }

  #giveUp(how: number | string): void {
    const message = `the engine ended ${String(this.#ends)} times in a row (${String(how)})`;
    const remedy = 'Start it again in the settings; if it ends again, choose another device or precision.';
    this.#tell({ state: 'failed', failure: { code: 'EngineGone', message, remedy } });
    this.#next.fail(new ORPCError('EngineGone', { message, data: { remedy } }));
  }

  #tell(state: EngineState): void {
    this.#state = state;
    this.#onState(state);
  }
}
