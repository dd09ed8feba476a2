import type { FathomClient } from '../../contract/contract';
import type { Diagnosis, FaultLocation } from '../../contract/diagnosis';
import { percent } from '../../core/precision/judge-drift';
import type { Verdict } from '../../core/precision/verdict';
import type { Command } from '../arguments';
import type { Console } from '../console';
import { ExitCode } from '../exit-code';
import { isContractError, tellFailure } from './tell-failure';

/**
 * Tries what has not been tried, looks for what is wrong where that is asked for, then shows what this machine can do and
 * what Fathom would choose on it.
 */
export async function runDoctor(
  client: FathomClient,
  { model, device, json, fix, locate }: Extract<Command, { kind: 'doctor' }>,
  console: Console,
): Promise<ExitCode> {
  try {
    const tried = await client.diagnose({ model, device, testing: fix ? 'afresh' : 'missing', islands: true });
    const located = locate ? await client.locate({ model, device }) : undefined;
    // A cure may have changed what is chosen.
    const diagnosis = located ? await client.diagnose({ model, device, islands: true }) : tried;
    if (json) console.out(JSON.stringify({ ...diagnosis, ...(located && { located }) }));
    else console.out([diagnosisText(diagnosis), ...(located ? ['', locationText(located)] : [])].join('\n'));
    return ExitCode.ok;
  } catch (error) {
    if (!isContractError(error)) throw error;
    tellFailure({ id: model }, error, json, console);
    return ExitCode.somePhotosFailed;
  }
}

function diagnosisText(diagnosis: Diagnosis): string {
  const {
    versions,
    system,
    ladder,
    verdicts,
    islands = [],
    missing,
    photoFormats,
    models,
    folders,
    sentence,
  } = diagnosis;
  const rows: [string, string][] = [
    ['Fathom', `${versions.fathom} on Node ${versions.node}`],
    ['libraries', `ONNX Runtime ${versions.onnxRuntime}, sharp ${versions.sharp}`],
    ['system', `${system.platform}, ${gibibytes(system.memoryBytes)}`],
    ['processor', `${system.cpu}, ${String(system.cores)} threads`],
    ...diagnosis.devices.map((device): [string, string] => ['device', deviceWords(device)]),
    ...ladder.map(({ precision, provider, reason }): [string, string] => [
      'rung',
      `${precision} on ${provider}: ${reason}`,
    ]),
    ...verdicts.map((verdict): [string, string] => ['verdict', verdictWords(verdict)]),
    ...islands.map(({ rule, nodes, reason }): [string, string] => ['island', `${String(nodes)} × ${rule}: ${reason}`]),
    ...missing.map(({ provider, remedy }): [string, string] => ['for more', `${provider}: ${remedy}`]),
    ['photos', photoFormats.join(', ')],
    ...models.map(({ id, status, file }): [string, string] => ['model', `${id}: ${status}, ${file}`]),
    ['cache', folders.cache ?? 'off'],
  ];
  return [...rows.map(([name, text]) => `${name.padEnd(11)}${text}`), '', sentence].join('\n');
}

function locationText(located: readonly FaultLocation[]): string {
  if (located.length === 0) return 'Nothing to locate: no precision runs and gives wrong depth.';
  return located.flatMap(locationLines).join('\n');
}

function locationLines({ model, precision, provider, nodes, outcome }: FaultLocation): string[] {
  const where = nodes.map(({ name, operator, inputs, error }) => {
    const shapes = inputs.map(({ shape }) => (shape ? `[${shape.join(', ')}]` : '?')).join(' ');
    const far = error === null ? 'by any amount' : `by ${percent(error)}`;
    return `located    ${name} (${operator} of ${shapes}): its inputs are right, its output differs ${far}`;
  });
  return [`${model}, ${precision} on ${provider}: ${outcome}.`, ...where];
}

function deviceWords({
  name,
  architecture,
  computeCapability,
  memoryBytes,
  driver,
  providers,
}: Diagnosis['devices'][number]) {
  const facts = [
    architecture,
    ...(computeCapability === undefined ? [] : [computeCapability]),
    ...(memoryBytes === undefined ? [] : [gibibytes(memoryBytes)]),
    ...(driver === undefined ? [] : [`driver ${driver}`]),
  ];
  return `${name} (${facts.join(', ')}): ${providers.length === 0 ? 'nothing reaches it' : providers.join(', ')}`;
}

function verdictWords({
  model,
  precision,
  provider,
  status,
  absRelVsFp32,
  checkedInPart,
  ms,
  options,
  reason,
}: Verdict): string {
  const measures = [
    ...(absRelVsFp32 === null ? [] : [`drift ${String(Number((100 * absRelVsFp32).toPrecision(2)))} %`]),
    ...(checkedInPart ? ['checked in part'] : []),
    ...(ms === null ? [] : [`${ms.toFixed(1)} ms`]),
    ...(options.islands ? [`islands ${options.islands}`] : []),
    ...(options.cpuNodes ? [`${String(options.cpuNodes.length)} nodes on the CPU`] : []),
    ...(options.float32Nodes ? [`${String(options.float32Nodes.length)} more nodes in float32`] : []),
    ...(options.graphOptimizationLevel === 'all' ? [] : [`optimisation ${options.graphOptimizationLevel}`]),
  ];
  return [`${model}, ${precision} on ${provider}: ${status}`, ...measures, reason].join(', ');
}

const gibibytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
