import { Format, MultiBar, Presets } from 'cli-progress';

/** A bar that stays at the bottom of a terminal while lines scroll by above it. */
export interface ProgressBar {
  readonly say: (line: string) => void;
  readonly update: (done: number, total: number, task: string) => void;
  readonly stop: () => void;
}

/** Starts a bar on standard error: how many photos are through, and for how long the rest will take. */
export function startProgressBar(): ProgressBar {
  const bars = new MultiBar(
    {
      format: '{bar} {value}/{total}  {eta_formatted} left  {task}',
      // Unknown until something is done: the library says so with a word, not a number.
      formatTime: (seconds, ...rest) => (Number.isFinite(seconds) ? Format.TimeFormat(seconds, ...rest) : '?'),
      barsize: 24,
      clearOnComplete: true,
      hideCursor: true,
      // Lines longer than the terminal go on below; the bar itself is cut to its width.
      linewrap: true,
      etaBuffer: 20,
    },
    Presets.shades_classic,
  );
  const bar = bars.create(0, 0, { task: 'looking for photos' });
  return {
    say: (line) => {
      bars.log(`${line}\n`);
      bars.update();
    },
    update: (done, total, task) => {
      bar.setTotal(total);
      bar.update(done, { task });
    },
    stop: () => {
      bars.stop();
    },
  };
}
