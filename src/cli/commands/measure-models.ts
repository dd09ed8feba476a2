import type { FathomClient } from '../../contract/contract';
import type { MeasureEvent } from '../../contract/measure';
import type { Command } from '../arguments';
import type { Console } from '../console';
import { ExitCode } from '../exit-code';
import { isContractError, tellFailure } from './tell-failure';
import { gigabytes, seconds } from './tier-words';
import { withInterrupt } from './with-interrupt';

/** Measures models, one line each; one that fails is told and the rest go on. */
export async function runMeasure(
  client: FathomClient,
  { ids, json }: Extract<Command, { kind: 'measureModels' }>,
  console: Console,
): Promise<ExitCode> {
  let code: ExitCode = ExitCode.ok;
  // Models that are named are measured although they were before.
  const request = ids.length > 0 ? { ids: [...ids], again: true } : {};
  try {
    await withInterrupt(async (signal) => {
      for await (const event of await client.measureModels(request, { signal })) {
        if (event.event === 'failed') code = ExitCode.somePhotosFailed;
        if (json) console.out(JSON.stringify(event));
        else tell(event, console);
      }
    });
  } catch (error) {
    if (!isContractError(error)) throw error;
    tellFailure({}, error, json, console);
    return error.code === 'Cancelled' ? ExitCode.interrupted : ExitCode.somePhotosFailed;
  }
  return code;
}

function tell(event: MeasureEvent, console: Console): void {
  switch (event.event) {
    case 'waiting':
      break;
    case 'measuring':
      console.note(`  measuring ${event.id} (${String(event.index + 1)} of ${String(event.count)})`);
      break;
    case 'measured': {
      const { msPerPhoto, peakMemoryBytes } = event.measured;
      console.out(`${event.id}: ${seconds(msPerPhoto)} a photo, ${gigabytes(peakMemoryBytes)}`);
      break;
    }
    case 'failed':
      console.note(`${event.failure.message}\n  → ${event.failure.remedy}`);
  }
}
