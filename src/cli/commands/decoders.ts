import type { FathomClient } from '../../contract/contract';
import type { DecoderId, DecoderInfo } from '../../contract/decoders';
import type { Command } from '../arguments';
import type { Console } from '../console';
import { ExitCode } from '../exit-code';
import { noteProgress } from './note-progress';
import { isContractError, tellFailure } from './tell-failure';
import { withInterrupt } from './with-interrupt';

type DecodersCommand = Extract<Command, { kind: 'decoders' }>;

/** Lists decoders, or installs or removes those named; one that fails is told and the rest go on. */
export async function runDecoders(client: FathomClient, command: DecodersCommand, console: Console): Promise<ExitCode> {
  const { task, ids, json } = command;
  if (task === 'list') return listDecoders(client, json, console);
  if (task === 'install') await showLicences(client, ids, console);
  let code: ExitCode = ExitCode.ok;
  for (const id of ids) {
    try {
      if (task === 'install') await installDecoder(client, id, console);
      else await client.removeDecoder({ id });
      const words = task === 'install' ? 'ready' : 'removed';
      console.out(json ? JSON.stringify({ id, words }) : `${id}: ${words}`);
    } catch (error) {
      if (!isContractError(error)) throw error;
      code = error.code === 'Cancelled' ? ExitCode.interrupted : ExitCode.somePhotosFailed;
      tellFailure({ id }, error, json, console);
    }
  }
  return code;
}

/** Before anything is fetched. */
async function showLicences(client: FathomClient, ids: readonly DecoderId[], console: Console): Promise<void> {
  for (const { id, name, version, licence, folder } of await client.decoders()) {
    if (!ids.includes(id)) continue;
    console.note(`${name} ${version}: ${licence.spdx}\n  ${licence.note}`);
    if (folder !== undefined) console.note(`  It goes to ${folder}`);
  }
}

/** Ctrl-C stops, and keeps what has arrived. */
async function installDecoder(client: FathomClient, id: DecoderId, console: Console): Promise<void> {
  await withInterrupt(async (signal) => {
    await noteProgress(await client.installDecoder({ id }, { signal }), console);
  });
}

async function listDecoders(client: FathomClient, json: boolean, console: Console): Promise<ExitCode> {
  const decoders = await client.decoders();
  if (json) console.out(JSON.stringify(decoders));
  else for (const decoder of decoders) console.out(decoderLine(decoder));
  return ExitCode.ok;
}

function decoderLine({ id, name, version, formats, licence, bytes, status }: DecoderInfo): string {
  const megabytes = (bytes / 1e6).toFixed(1);
  return `${id}  ${status.padEnd(8)}${megabytes.padStart(6)} MB  ${licence.spdx}  ${formats.join(', ')}: ${name} ${version}`;
}
