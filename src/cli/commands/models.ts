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
  for (const { id, name, licence, bytes, status } of models) {
    const use = licence.commercialUse ? 'commercial use allowed' : 'no commercial use';
    console.out(
      `${id.padEnd(24)}${status.padEnd(9)}${(bytes / 1e6).toFixed(1).padStart(8)} MB  ${licence.spdx} (${use})  ${name}`,
    );
  }
  return ExitCode.ok;
}
