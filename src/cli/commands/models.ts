import type { FathomClient } from '../../contract/contract';
import type { ModelInfo } from '../../contract/models';
import type { Command } from '../arguments';
import type { Console } from '../console';
import { ExitCode } from '../exit-code';
import { licenceWords } from './licence-words';
import { pullModel } from './pull-model';
import { gigabytes, seconds, tierWords } from './tier-words';
import { isContractError, tellFailure } from './tell-failure';

type ModelsCommand = Extract<Command, { kind: 'models' }>;

/** Lists models, or works through those named; one that fails is told and the rest go on. */
export async function runModels(client: FathomClient, command: ModelsCommand, console: Console): Promise<ExitCode> {
  const { task, ids, json } = command;
  if (task === 'list') return listModels(client, json, console);
  let code: ExitCode = ExitCode.ok;
  for (const id of ids) {
    try {
      const { whole, words } = await runTask(client, task, id, console);
      console.out(json ? JSON.stringify({ id, whole, words }) : `${id}: ${words}`);
      if (!whole) code = ExitCode.somePhotosFailed;
    } catch (error) {
      if (!isContractError(error)) throw error;
      code = error.code === 'Cancelled' ? ExitCode.interrupted : ExitCode.somePhotosFailed;
      tellFailure({ id }, error, json, console);
    }
  }
  return code;
}

interface TaskOutcome {
  /** Whether the model is as it was asked to be. */
  readonly whole: boolean;
  readonly words: string;
}

async function runTask(
  client: FathomClient,
  task: Exclude<ModelsCommand['task'], 'list'>,
  id: string,
  console: Console,
): Promise<TaskOutcome> {
  switch (task) {
    case 'pull':
      await pullModel(client, id, console);
      return { whole: true, words: 'ready' };
    case 'rm':
      await client.removeModel({ id });
      return { whole: true, words: 'removed' };
    case 'verify': {
      const files = await client.verifyModel({ id });
      const faulty = files.filter(({ state }) => state !== 'whole');
      return {
        whole: faulty.length === 0,
        words: faulty.length === 0 ? 'whole' : faulty.map(({ name, state }) => `${name} is ${state}`).join(', '),
      };
    }
  }
}

async function listModels(client: FathomClient, json: boolean, console: Console): Promise<ExitCode> {
  const models = await client.models();
  if (json) {
    console.out(JSON.stringify(models));
    return ExitCode.ok;
  }
  const idWidth = Math.max(...models.map(({ id }) => id.length));
  for (const model of models) console.out(modelLine(model, idWidth));
  const tiers = tierWords(models);
  if (tiers.length > 0) console.out(['', ...tiers].join('\n'));
  return ExitCode.ok;
}

function modelLine({ id, name, licence, bytes, status, measured }: ModelInfo, idWidth: number): string {
  const megabytes = bytes === undefined ? '?' : (bytes / 1e6).toFixed(1);
  const time = measured ? seconds(measured.msPerPhoto) : '';
  const memory = measured ? gigabytes(measured.peakMemoryBytes) : '';
  const figures = `${megabytes.padStart(8)} MB${time.padStart(9)}${memory.padStart(8)}`;
  return `${id.padEnd(idWidth + 2)}${status.padEnd(9)}${figures}  ${licenceWords(licence)}  ${name}`;
}
