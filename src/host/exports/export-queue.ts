import { randomUUID } from 'node:crypto';
import { ORPCError, safe } from '@orpc/client';
import type { ConvertEvent, ConvertRequest } from '../../contract/convert';
import type { FathomClient } from '../../contract/contract';
import { failureSchema, type Failure } from '../../contract/failure';
import type { DepthFile, ModelChoice } from '../../contract/estimate';
import type { FocalRequest } from '../../core/camera/focal-request';
import type { ClipBox } from '../../core/cloud/clip-box';
import type { LassoStroke } from '../../core/cloud/lasso';
import type { LevelChoice } from '../../core/measuring/measurement';
import type { ScaleCorrections } from '../../core/measuring/scale-correction';
import type { MaskSettings } from '../../core/depth/mask-depth';
import type { ExportOptions } from '../../contract/app/settings';
import { ENDED_STATES, retried, type ExportJob, type ExportSource } from './export-job';
import { counted, PhotosInFlight, secondsLeft, type Activity } from './job-progress';

/** A photo at work in so many engines that ended is taken for what ends them. */
const FATAL_ENDS = 2;

/** What the queue needs of its host. */
export interface ExportMeans {
  /** The engine there is, or the next one. */
  readonly engine: () => Promise<FathomClient>;
  readonly choice: () => ModelChoice & MaskSettings;
  readonly typedFocals: () => Record<string, FocalRequest>;
  readonly importedDepths: () => Record<string, DepthFile>;
  readonly scales: () => ScaleCorrections;
  /** The grounds chosen for single photos, by their paths. */
  readonly levels: () => Record<string, LevelChoice>;
  /** Called after every change, with all jobs. */
  readonly onChange: (jobs: readonly ExportJob[]) => void;
}

export interface NewExport {
  readonly label: string;
  readonly source: ExportSource;
  readonly outputFolder: string;
  readonly options: ExportOptions;
  /** Clip boxes of single photos, by their paths. */
  readonly clips?: Record<string, ClipBox>;
  /** Lassos of single photos, by their paths. */
  readonly lassos?: Record<string, readonly LassoStroke[]>;
}

/** Exports, one after the other: each uses all the machine has. An engine that ends under one costs a photo at most. */
export class ExportQueue {
  readonly #means: ExportMeans;
  readonly #jobs = new Map<string, ExportJob>();
  readonly #activities = new Map<string, Activity>();
  readonly #cancelled = new Set<string>();
  #working: Promise<void> = Promise.resolve();
  #isWorking = false;
  #closing = false;

  constructor(means: ExportMeans, jobs: readonly ExportJob[]) {
    this.#means = means;
    for (const job of jobs) this.#jobs.set(job.id, job);
  }

  /** Oldest first. */
  list(): ExportJob[] {
    return [...this.#jobs.values()];
  }

  find(id: string): ExportJob | undefined {
    return this.#jobs.get(id);
  }

  activity(id: string): Activity | undefined {
    return this.#activities.get(id);
  }

  isBusy(): boolean {
    return this.#isWorking;
  }

  add(request: NewExport): string {
    const id = randomUUID();
    const counts = { total: 0, done: 0, skipped: 0, failures: [] };
    this.#put({ ...request, id, state: 'waiting', ...counts, isRetry: false });
    this.#work();
    return id;
  }

  cancel(id: string): void {
    const job = this.#jobs.get(id);
    if (job?.state === 'waiting') this.#put({ ...job, state: 'cancelled' });
    if (job?.state !== 'running') return;
    this.#cancelled.add(id);
    // An engine that has ended leaves nothing to cancel, and what became of the job is told where it runs.
    this.#means
      .engine()
      .then((engine) => engine.cancel({ job: id }))
      .catch(() => undefined);
  }

  retry(id: string): void {
    const job = this.#jobs.get(id);
    if (!job || !isEnded(job)) return;
    this.#put(retried(job));
    this.#work();
  }

  forget(id: string): void {
    const job = this.#jobs.get(id);
    if (!job || !isEnded(job)) return;
    this.#jobs.delete(id);
    this.#tell();
  }

  /** Lets the photo being written finish; the job counts as interrupted. */
  async close(): Promise<void> {
    this.#closing = true;
    for (const job of this.list()) if (job.state === 'running') this.cancel(job.id);
    await this.#working;
  }

  #work(): void {
    if (this.#isWorking || this.#closing) return;
    this.#isWorking = true;
    this.#working = this.#workThrough().finally(() => {
      this.#isWorking = false;
    });
  }

  async #workThrough(): Promise<void> {
    for (;;) {
      const next = this.list().find(({ state }) => state === 'waiting');
      if (!next || this.#closing) return;
      await this.#run({ ...next, state: 'running' });
    }
  }

  /** Runs a job to its end, over as many engines as it takes. */
  async #run(job: ExportJob): Promise<void> {
    const ends = new Map<string, number>();
    let running = job;
    this.#put(running);
    for (;;) {
      const fatal = [...ends].filter(([, count]) => count >= FATAL_ENDS).map(([photo]) => photo);
      const attempt = await this.#attempt(running, fatal);
      running = attempt.job;
      if (attempt.end !== 'engineGone') break;
      for (const photo of attempt.inFlight) ends.set(photo, (ends.get(photo) ?? 0) + 1);
      const failures = [...ends].filter(([, count]) => count >= FATAL_ENDS).map(([photo]) => fatalTo(photo));
      running = { ...retried(running), state: 'running', failures };
      this.#put(running);
    }
    this.#activities.delete(job.id);
    const wasCancelled = this.#cancelled.delete(job.id);
    if (running.state === 'running') {
      const state = !wasCancelled ? 'done' : this.#closing ? 'interrupted' : 'cancelled';
      running = { ...running, state };
    }
    this.#put(running);
  }

  async #attempt(job: ExportJob, except: readonly string[]): Promise<Attempt> {
    const started = performance.now();
    const inFlight = new PhotosInFlight();
    let current = job;
    const { error } = await safe(
      (async () => {
        const engine = await this.#means.engine();
        for await (const event of await engine.convert(this.#requestFor(job, except))) {
          inFlight.follow(event);
          current = counted(current, event);
          this.#note(current, event, (performance.now() - started) / 1000);
        }
      })(),
    );
    if (!error) return { job: current, end: 'ended', inFlight: [] };
    const failure = failureOf(error);
    if (failure.code === 'EngineGone' && inFlight.list().length > 0) {
      return { job: current, end: 'engineGone', inFlight: inFlight.list() };
    }
    return { job: { ...current, state: 'failed', failure }, end: 'ended', inFlight: [] };
  }

  #requestFor(
    { id, source, outputFolder, options, clips, lassos, isRetry }: ExportJob,
    except: readonly string[],
  ): ConvertRequest {
    return {
      ...this.#means.choice(),
      ...options,
      inputs: source.kind === 'photos' ? source.photos : [source.folder],
      recursive: source.kind === 'folder' && source.recursive,
      existing: isRetry ? 'resume' : options.existing,
      outputFolder,
      focals: this.#means.typedFocals(),
      depths: this.#means.importedDepths(),
      scales: this.#means.scales(),
      levels: this.#means.levels(),
      clips: clips ?? {},
      lassos: lassos ?? {},
      except: [...except],
      job: id,
    };
  }

  #note(job: ExportJob, event: ConvertEvent, elapsedSeconds: number): void {
    if (event.event === 'progress') {
      const { photo, stage } = event;
      this.#activities.set(job.id, { photo, stage, secondsLeft: secondsLeft(job, elapsedSeconds) });
    }
    this.#put(job);
  }

  #put(job: ExportJob): void {
    this.#jobs.set(job.id, job);
    this.#tell();
  }

  #tell(): void {
    this.#means.onChange(this.list());
  }
}

interface Attempt {
  readonly job: ExportJob;
  readonly end: 'ended' | 'engineGone';
  readonly inFlight: readonly string[];
}

function isEnded(job: ExportJob): boolean {
  return ENDED_STATES.some((state) => state === job.state);
}

function fatalTo(photo: string): ExportJob['failures'][number] {
  return {
    photo,
    failure: {
      code: 'EngineGone',
      message: `${photo}: the engine ended each time it worked on it`,
      remedy: 'Leave this photo out, or choose another device or precision; please report it.',
    },
  };
}

function failureOf(error: Error): Failure {
  const remedy = 'Try again; if it happens again, report it.';
  if (!(error instanceof ORPCError)) return { code: 'Unexpected', message: error.message, remedy };
  const { code, message, data } = error as ORPCError<string, unknown>;
  const known = failureSchema.safeParse({ code, message, ...(data as object) });
  return known.success ? known.data : { code: 'Unexpected', message: error.message, remedy };
}
