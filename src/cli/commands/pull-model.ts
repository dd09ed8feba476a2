import type { FathomClient } from '../../contract/contract';
import type { DownloadProgress, ModelInfo } from '../../contract/models';
import type { Console } from '../console';
import { licenceWords } from './licence-words';
import { withInterrupt } from './with-interrupt';

/** Between two lines of progress: seldom enough for a log, often enough for a person. */
const LINE_EVERY_MS = 2000;

/**
 * Downloads a model, its licence shown first, its progress as notes. Ctrl-C stops it and keeps what has arrived.
 *
 * @throws ORPCError of the contract where the model cannot be had.
 */
export async function pullModel(client: FathomClient, id: string, console: Console): Promise<void> {
  const info = (await client.models()).find((model) => model.id === id);
  for (const line of info ? introduction(info) : []) console.note(line);
  await withInterrupt(async (signal) => {
    let told = 0;
    for await (const progress of await client.pullModel({ id }, { signal })) {
      if (performance.now() - told < LINE_EVERY_MS) continue;
      told = performance.now();
      console.note(progressLine(progress));
    }
  });
}

function introduction({ name, licence, notes = [], needsPrecision }: ModelInfo): string[] {
  const lacks = needsPrecision && `It comes in ${needsPrecision.join(', ')} only, which no device here computes in.`;
  const about = [licence.note, ...notes, lacks].filter((text) => text !== undefined).map((text) => `  ${text}`);
  return [`${name}: ${licenceWords(licence)}`, ...about];
}

function progressLine({ phase, name, bytesDone, bytesTotal, bytesPerSecond, secondsLeft }: DownloadProgress): string {
  const percent = bytesTotal > 0 ? Math.floor((100 * bytesDone) / bytesTotal) : 100;
  const rate = bytesPerSecond === undefined ? '' : `, ${(bytesPerSecond / 1e6).toFixed(1)} MB/s`;
  const left = secondsLeft === undefined ? '' : `, ${String(Math.ceil(secondsLeft))} s left`;
  return `  ${phase} ${name}: ${String(percent)} % of ${(bytesTotal / 1e6).toFixed(1)} MB${rate}${left}`;
}
