import { RateMeter } from './rate-meter';
import type { RemoteFile } from './remote-file';

const REPORT_EVERY_MS = 250;

/**
 * What a download does just now: waits for another process that downloads the same file, hashes what is on disk,
 * receives, or waits before it asks a mirror again.
 */
export type DownloadPhase = 'waiting' | 'checking' | 'downloading' | 'retrying';

export interface DownloadProgress {
  readonly phase: DownloadPhase;
  /** The file at work, from 0. */
  readonly fileIndex: number;
  readonly fileCount: number;
  readonly name: string;
  /** Of all files together, those already on disk included. */
  readonly bytesDone: number;
  readonly bytesTotal: number;
  /** Smoothed; undefined before the first byte arrives. */
  readonly bytesPerSecond: number | undefined;
  /** At that rate; undefined where there is none. */
  readonly secondsLeft: number | undefined;
}

/** Gathers what happens to files downloaded one after another and reports it: at every turn, and steadily between. */
export class ProgressReporter {
  readonly #files: readonly RemoteFile[];
  readonly #report: (progress: DownloadProgress) => void;
  readonly #meter = new RateMeter(performance.now());
  #fileIndex = 0;
  #phase: DownloadPhase = 'checking';
  #bytesOfFile = 0;
  #arrivedSinceReport = 0;
  #ticking: NodeJS.Timeout | undefined;

  constructor(files: readonly RemoteFile[], report: (progress: DownloadProgress) => void) {
    this.#files = files;
    this.#report = report;
  }

  /** Turns to the next file, or the first. */
  startFile(index: number): void {
    this.#fileIndex = index;
    this.#bytesOfFile = 0;
    this.enter('checking');
    this.#ticking ??= setInterval(() => {
      this.#emit();
    }, REPORT_EVERY_MS).unref();
  }

  /** Says what is done now; silent where it has been said. */
  enter(phase: DownloadPhase): void {
    if (this.#phase === phase && this.#ticking) return;
    this.#phase = phase;
    this.#emit();
  }

  /** Says how much of the file is on disk, and how much of that has just arrived. */
  at(bytesOfFile: number, arrived = 0): void {
    this.#bytesOfFile = bytesOfFile;
    this.#arrivedSinceReport += arrived;
  }

  /** Reports the file whole. */
  finishFile(): void {
    this.at(this.#file.bytes);
    this.#emit();
  }

  /** Ends the steady reports. */
  stop(): void {
    clearInterval(this.#ticking);
  }

  get #file(): RemoteFile {
    return this.#files[this.#fileIndex]!;
  }

  #emit(): void {
    const bytesPerSecond = this.#meter.sample(this.#arrivedSinceReport, performance.now());
    this.#arrivedSinceReport = 0;
    const bytesDone = totalBytes(this.#files.slice(0, this.#fileIndex)) + this.#bytesOfFile;
    const bytesTotal = totalBytes(this.#files);
    this.#report({
      phase: this.#phase,
      fileIndex: this.#fileIndex,
      fileCount: this.#files.length,
      name: this.#file.name,
      bytesDone,
      bytesTotal,
      bytesPerSecond,
      secondsLeft: bytesPerSecond ? (bytesTotal - bytesDone) / bytesPerSecond : undefined,
    });
  }
}

const totalBytes = (files: readonly RemoteFile[]): number => files.reduce((sum, { bytes }) => sum + bytes, 0);
