import type { FathomClient } from '../../contract/contract';
import type { ImportEvent, ModelInspection } from '../../contract/import-model';
import type { ImportCommand } from '../import-arguments';
import type { Console } from '../console';
import { ExitCode } from '../exit-code';
import { inspectionWords, missingWords } from './inspection-words';
import { isContractError, tellFailure } from './tell-failure';
import { withInterrupt } from './with-interrupt';

type Import = Extract<ImportCommand, { kind: 'importModel' }>;

/** Between two lines of progress, as for a download. */
const LINE_EVERY_MS = 2000;

/** Imports a model's file; where more must be told of it, says what it found and what is missing. */
export async function runImport(client: FathomClient, command: Import, console: Console): Promise<ExitCode> {
  const { request, json } = command;
  try {
    const { source } = request;
    if (source.kind === 'own') {
      const inspection = await client.inspectModel({ path: request.path, answers: source.answers });
      if (!inspection.descriptor) return tellInspection(inspection, json, console);
    }
    const { id, trial } = await withInterrupt((signal) => importWhole(client, request, signal, console));
    const seconds = (trial.inferMs / 1000).toFixed(1);
    const gigabytes = (trial.peakMemoryBytes / 1e9).toFixed(1);
    const range = `${trial.nearestMetres.toFixed(1)}–${trial.farthestMetres.toFixed(1)} m`;
    console.out(
      json
        ? JSON.stringify({ id, status: 'ready', trial })
        : `${id}: ready; a photo took ${seconds} s and ${gigabytes} GB, and showed ${range}`,
    );
    return ExitCode.ok;
  } catch (error) {
    if (!isContractError(error)) throw error;
    tellFailure({ path: request.path }, error, json, console);
    return error.code === 'Cancelled' ? ExitCode.interrupted : ExitCode.somePhotosFailed;
  }
}

/** What was found, and why that does not suffice: nothing helps, or answers do. */
function tellInspection(inspection: ModelInspection, json: boolean, console: Console): ExitCode {
  if (json) console.out(JSON.stringify(inspection));
  else for (const line of inspectionWords(inspection)) console.out(line);
  if (inspection.problems.length > 0) {
    if (!json) for (const problem of inspection.problems) console.note(`fathom: ${problem}`);
    return ExitCode.somePhotosFailed;
  }
  if (!json) for (const line of missingWords(inspection)) console.note(line);
  return ExitCode.usage;
}

async function importWhole(
  client: FathomClient,
  request: Import['request'],
  signal: AbortSignal,
  console: Console,
): Promise<Extract<ImportEvent, { event: 'done' }>> {
  let told = 0;
  for await (const event of await client.importModel(request, { signal })) {
    switch (event.event) {
      case 'inspecting':
        break;
      case 'copying': {
        if (performance.now() - told < LINE_EVERY_MS) break;
        told = performance.now();
        const percent = Math.floor((100 * event.bytesDone) / event.bytesTotal);
        console.note(`  copying ${event.name}: ${String(percent)} % of ${(event.bytesTotal / 1e6).toFixed(1)} MB`);
        break;
      }
      case 'trying':
        console.note('  trying it on a sample photo, in a process of its own');
        break;
      case 'done':
        return event;
    }
  }
  throw new Error('an import ends with its outcome');
}
