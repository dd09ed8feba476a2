import { randomUUID } from 'node:crypto';
import type { SummaryEvent } from '../../contract/convert';
import type { FathomClient } from '../../contract/contract';
import type { Command } from '../arguments';
import type { Console } from '../console';
import { ExitCode } from '../exit-code';
import { jsonReport } from './convert-json';
import { isContractError, tellFailure } from './tell-failure';
import { wordReport } from './convert-words';

/**
 * Converts, reports, and answers the exit code. The first Ctrl-C lets the photos being written finish; the second ends
 * the program at once.
 */
export async function runConvert(
  client: FathomClient,
  { request, json }: Extract<Command, { kind: 'convert' }>,
  console: Console,
): Promise<ExitCode> {
  const job = randomUUID();
  const report = json ? jsonReport(console) : wordReport(console);
  const interrupt = onInterrupt(() => void client.cancel({ job }));
  let summary: SummaryEvent | undefined;
  try {
    for await (const event of await client.convert({ ...request, job })) {
      report.take(event);
      if (event.event === 'summary') summary = event;
    }
  } catch (error) {
    if (!isContractError(error)) throw error;
    tellFailure({}, error, json, console);
    return ExitCode.somePhotosFailed;
  } finally {
    report.end();
    interrupt.stop();
  }
  if (interrupt.happened()) return ExitCode.interrupted;
  return summary?.failed === 0 ? ExitCode.ok : ExitCode.somePhotosFailed;
}

function onInterrupt(cancel: () => void): { happened: () => boolean; stop: () => void } {
  let happened = false;
  const listener = (): void => {
    if (happened) process.exit(ExitCode.interrupted);
    happened = true;
    cancel();
  };
  process.on('SIGINT', listener);
  process.on('SIGTERM', listener);
  return {
    happened: () => happened,
    stop: () => {
      process.off('SIGINT', listener);
      process.off('SIGTERM', listener);
    },
  };
}
