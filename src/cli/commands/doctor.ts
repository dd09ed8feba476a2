import type { FathomClient } from '../../contract/contract';
import type { Diagnosis } from '../../contract/diagnosis';
import type { Console } from '../console';
import { ExitCode } from '../exit-code';

/** Shows what this machine can do and what Fathom would choose on it. */
export async function runDoctor(client: FathomClient, json: boolean, console: Console): Promise<ExitCode> {
  const diagnosis = await client.diagnose();
  console.out(json ? JSON.stringify(diagnosis) : diagnosisText(diagnosis));
  return ExitCode.ok;
}

function diagnosisText({ versions, system, devices, photoFormats, models, folders, sentence }: Diagnosis): string {
  const rows: [string, string][] = [
    ['Fathom', `${versions.fathom} on Node ${versions.node}`],
    ['libraries', `ONNX Runtime ${versions.onnxRuntime}, sharp ${versions.sharp}`],
    ['system', `${system.platform}, ${(system.memoryBytes / 2 ** 30).toFixed(1)} GiB`],
    ['processor', `${system.cpu}, ${String(system.cores)} threads`],
    ...devices.map(({ provider, name, ladder }): [string, string] => [
      'device',
      `${provider}: ${name}; ${ladder.map(({ precision, reason }) => `${precision} (${reason})`).join(', ')}`,
    ]),
    ['photos', photoFormats.join(', ')],
    ...models.map(({ id, status, file }): [string, string] => ['model', `${id}: ${status}, ${file}`]),
    ['cache', folders.cache ?? 'off'],
  ];
  return [...rows.map(([name, text]) => `${name.padEnd(11)}${text}`), '', sentence].join('\n');
}
