import type { FathomClient } from '../../contract/contract';
import type { Console } from '../console';
import { ExitCode } from '../exit-code';

/** Lists the models and the state of their files. */
export async function runModels(client: FathomClient, json: boolean, console: Console): Promise<ExitCode> {
  const models = await client.models();
  if (json) {
    console.out(JSON.stringify(models));
    return ExitCode.ok;
  }
  const idWidth = Math.max(...models.map(({ id }) => id.length));
  for (const { id, name, licence, bytes, status } of models) {
    const use = licence.commercialUse ? 'commercial use allowed' : 'no commercial use';
    const megabytes = bytes === undefined ? '?' : (bytes / 1e6).toFixed(1);
    console.out(
      `${id.padEnd(idWidth + 2)}${status.padEnd(9)}${megabytes.padStart(8)} MB  ${licence.spdx} (${use})  ${name}`,
    );
  }
  return ExitCode.ok;
}
