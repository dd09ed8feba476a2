import type { DownloadProgress } from '../../contract/models';
import type { Console } from '../console';

/** Between two lines of progress: seldom enough for a log, often enough for a person. */
const LINE_EVERY_MS = 2000;

/** Tells how far a download has come, as notes, until it ends. */
export async function noteProgress(download: AsyncIterable<DownloadProgress>, console: Console): Promise<void> {
  let told = 0;
  for await (const progress of download) {
    if (performance.now() - told < LINE_EVERY_MS) continue;
    told = performance.now();
    console.note(progressLine(progress));
  }
}

function progressLine({ phase, name, bytesDone, bytesTotal, bytesPerSecond, secondsLeft }: DownloadProgress): string {
  const percent = bytesTotal > 0 ? Math.floor((100 * bytesDone) / bytesTotal) : 100;
  const rate = bytesPerSecond === undefined ? '' : `, ${(bytesPerSecond / 1e6).toFixed(1)} MB/s`;
  const left = secondsLeft === undefined ? '' : `, ${String(Math.ceil(secondsLeft))} s left`;
  return `  ${phase} ${name}: ${String(percent)} % of ${(bytesTotal / 1e6).toFixed(1)} MB${rate}${left}`;
}
