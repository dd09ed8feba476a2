import type { FathomClient } from '../../contract/contract';
import type { ModelInfo } from '../../contract/models';
import type { Console } from '../console';
import { licenceWords } from './licence-words';
import { noteProgress } from './note-progress';
import { withInterrupt } from './with-interrupt';

/**
 * Downloads a model, its licence shown first, its progress as notes. Ctrl-C stops it and keeps what has arrived.
 *
 * @throws ORPCError of the contract where the model cannot be had.
 */
export async function pullModel(client: FathomClient, id: string, console: Console): Promise<void> {
  const info = (await client.models()).find((model) => model.id === id);
  for (const line of info ? introduction(info) : []) console.note(line);
  await withInterrupt(async (signal) => {
    await noteProgress(await client.pullModel({ id }, { signal }), console);
  });
}

function introduction({ name, licence, notes = [], needsPrecision }: ModelInfo): string[] {
  const lacks = needsPrecision && `It comes in ${needsPrecision.join(', ')} only, which no device here computes in.`;
  const about = [licence.note, ...notes, lacks].filter((text) => text !== undefined).map((text) => `  ${text}`);
  return [`${name}: ${licenceWords(licence)}`, ...about];
}
