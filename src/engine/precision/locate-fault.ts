import type { FaultLocation } from '../../contract/diagnosis';
import { nodeCureOf } from '../../core/onnx/cures/node-cure';
import { searchFault } from '../../core/onnx/locate/search-fault';
import { outputNames } from '../../core/models/output-prediction';
import { MOST_DRIFT } from '../../core/precision/judge-drift';
import type { Rung } from '../../core/precision/ladder';
import type { Verdict } from '../../core/precision/verdict';
import { FailureError } from '../failure-error';
import type { TracedTensor } from '../inference/session-messages';
import { USUAL_OPTIONS, type Trial } from './attempt';
import type { WrongRungs } from './rung-chooser';
import { openTracedGraph, type TracedGraph } from './trace-run';
import { verifyWith } from './verify-provider';

type WrongRung = WrongRungs['rungs'][number];
type LocatedNode = FaultLocation['nodes'][number];

/** Nodes that are moved to the CPU before it is given up: more would leave the graphics card little to do. */
const MOST_CURED_NODES = 8;

const CPU = { provider: 'cpu', precision: 'fp32' } as const;

/**
 * Finds the first node that a rung computes otherwise than float32 on the CPU. Where a cure is known, it is applied and the
 * rung is tried again; as long as it is still wrong, the next such node is looked for.
 *
 * @returns where it went wrong, and the verdict of the cured rung, which is kept where it is right.
 */
export async function locateFault({ trial, reference }: WrongRungs, wrong: WrongRung): Promise<FaultLocation> {
  const { rung, verdict, device } = wrong;
  const { provider, precision } = rung;
  const named = { model: trial.model.descriptor.id, provider, precision };
  const nodes: LocatedNode[] = [];
  let cured: Verdict | undefined;
  const tell = (outcome: string): FaultLocation => ({ ...named, nodes, cured: cured ?? null, outcome });
  try {
    const file = await fileOf(trial, rung);
    const sides = {
      rung: await openTracedGraph(trial, rung, file),
      cpu: await openTracedGraph(trial, CPU, await fileOf(trial, CPU)),
    };
    while (nodes.length < MOST_CURED_NODES) {
      const cpuNodes = nodes.map(({ name }) => name);
      const options = { ...verdict.options, ...(cpuNodes.length > 0 && { cpuNodes }) };
      const found = await locateNode(trial, sides, rung, options);
      if (!found) {
        return tell(nodes.length === 0 ? 'with all it computes looked at, it comes out right' : notCured(cured));
      }
      if (cpuNodes.includes(found.name)) return tell(notCured(cured));
      nodes.push(found);
      if (nodeCureOf(provider) === undefined) return tell('no cure is known for a single node there');
      const means = { file, options: { ...verdict.options, cpuNodes: [...cpuNodes, found.name] } };
      cured = await verifyWith(trial, device, rung, means, await reference());
      if (cured.status !== 'passed') continue;
      const words = `with ${nodes.map(({ name }) => name).join(', ')} computed on the CPU it is right`;
      cured = { ...cured, reason: `${rung.reason}; ${words}` };
      await wrong.keep(cured);
      return tell(words);
    }
    return tell(notCured(cured));
  } catch (error) {
    if (error instanceof FailureError) return tell(error.failure.message);
    throw error;
  }
}

const notCured = (cured: Verdict | undefined): string =>
  `computed on the CPU, they do not make it right: ${cured?.reason ?? 'nothing was tried'}`;

async function fileOf(
  { model, converter }: Trial,
  { precision, provider, islands }: Omit<Rung, 'reason'>,
): Promise<string> {
  return (await converter.fileFor(model, precision, provider, islands)) ?? model.file;
}

interface Sides {
  readonly rung: TracedGraph;
  readonly cpu: TracedGraph;
}

async function locateNode(
  trial: Trial,
  { rung: traced, cpu }: Sides,
  { precision }: Rung,
  options: Verdict['options'],
): Promise<LocatedNode | undefined> {
  const onCpu = new Set(cpu.nodes.flatMap(({ outputs }) => outputs));
  const errorsOf = async (tensors: readonly string[]): Promise<Map<string, number | undefined>> => {
    const shared = tensors.filter((name) => onCpu.has(name));
    const found = shared.length === 0 ? undefined : await traced.run(shared, options);
    const right = shared.length === 0 ? undefined : await cpu.run(shared, USUAL_OPTIONS);
    return new Map(tensors.map((name) => [name, errorOf(found?.get(name), right?.get(name))]));
  };
  const isRight = (error: number | undefined) => (error === undefined ? undefined : error <= MOST_DRIFT[precision]);
  const made = new Set(traced.nodes.flatMap(({ outputs }) => outputs));
  const ends = outputNames(trial.model.descriptor.outputs).flatMap((names) => names.filter((name) => made.has(name)));
  const at = await searchFault(traced.nodes, ends, async (tensors) => {
    const errors = await errorsOf(tensors);
    return new Map([...errors].map(([name, error]) => [name, isRight(error)]));
  });
  if (at === undefined) return undefined;
  const { name, operator, inputs, outputs } = traced.nodes[at]!;
  const output = outputs[0]!;
  const error = (await errorsOf([output])).get(output);
  return {
    name,
    operator,
    inputs: await withShapes(trial, cpu, inputs),
    output,
    error: error === undefined || !Number.isFinite(error) ? null : error,
  };
}

/** Shapes are those of the CPU's graph, which makes most of what the other one has. */
async function withShapes({ picture, model }: Trial, cpu: TracedGraph, inputs: readonly string[]) {
  const made = new Set(cpu.nodes.flatMap(({ outputs }) => outputs));
  const computed = inputs.filter((input) => made.has(input));
  const seen = computed.length === 0 ? undefined : await cpu.run(computed, USUAL_OPTIONS);
  const { widthPx, heightPx } = picture.geometry.input;
  return inputs.map((input) => {
    const fed = input === model.descriptor.input.name ? [1, 3, heightPx, widthPx] : undefined;
    return { name: input, shape: seen?.get(input)?.dims ?? cpu.weights.get(input) ?? fed ?? null };
  });
}

/** Relative RMSE; undefined where one of them cannot be read, infinite where they are of different shapes. */
function errorOf(found: TracedTensor | undefined, right: TracedTensor | undefined): number | undefined {
  const [a, b] = [found?.values, right?.values];
  if (!a || !b) return undefined;
  if (a.length !== b.length) return Infinity;
  let [difference, size] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    difference += (a[i]! - b[i]!) ** 2;
    size += b[i]! ** 2;
  }
  const error = Math.sqrt(difference / size);
  return difference === 0 ? 0 : Number.isNaN(error) ? Infinity : error;
}
