import type { FaultLocation } from '../../contract/diagnosis';
import { nodeCureOf } from '../../core/onnx/cures/node-cure';
import { searchFault } from '../../core/onnx/locate/search-fault';
import type { NamedNode } from '../../core/onnx/locate/trace-tensors';
import { outputNames } from '../../core/models/output-prediction';
import { MOST_DRIFT } from '../../core/precision/judge-drift';
import type { Rung } from '../../core/precision/ladder';
import type { Verdict } from '../../core/precision/verdict';
import { FailureError } from '../failure-error';
import type { TracedTensor } from '../inference/session-messages';
import { placementOf, USUAL_OPTIONS } from './attempt';
import type { WrongRungs } from './rung-chooser';
import { openTracedGraph, type TracedGraph } from './trace-run';
import { verifyWith } from './verify-provider';
import type { Trial } from './trial';

type WrongRung = WrongRungs['rungs'][number];
type LocatedNode = FaultLocation['nodes'][number];

/** Nodes that are cured before it is given up: more would leave the graphics card, or half precision, little to do. */
const MOST_CURED_NODES = 8;

const CPU = { provider: 'cpu', precision: 'fp32' } as const;

/** What is done about nodes, by their names. */
interface Cures {
  readonly cpuNodes: readonly string[];
  readonly float32Nodes: readonly string[];
}

/**
 * Finds the first node that a rung computes otherwise than float32 on the CPU. Where a cure is known, it is applied and the
 * rung is tried again; as long as it is still wrong, the next such node is looked for. A node in half precision is first
 * kept in float32, with the rest of the norm or the softmax it belongs to; where that does not cure it, it is left to the
 * CPU.
 *
 * @returns where it went wrong, and the verdict of the cured rung, which is kept where it is right.
 */
export async function locateFault({ trial, reference }: WrongRungs, wrong: WrongRung): Promise<FaultLocation> {
  const { rung, device } = wrong;
  const named = { model: trial.model.descriptor.id, provider: rung.provider, precision: rung.precision };
  const nodes: LocatedNode[] = [];
  let cures: Cures = { cpuNodes: [], float32Nodes: [] };
  let cured: Verdict | undefined;
  const tell = (outcome: string): FaultLocation => ({ ...named, nodes, cured: cured ?? null, outcome });
  try {
    const cpu = await openTracedGraph(trial, CPU, await fileOf(trial, CPU));
    for (;;) {
      const sides = { rung: await openTracedGraph(trial, rung, await fileOf(trial, rung, cures)), cpu };
      const found = await locateNode(trial, sides, rung, optionsWith(wrong, cures));
      if (!found) return tell(cured ? notCured(cures, cured) : 'with all it computes looked at, it comes out right');
      if (!nodes.some(({ name }) => name === found.name)) nodes.push(found);
      const next = nodes.length > MOST_CURED_NODES ? undefined : withCureOf(found.name, rung, cures);
      if (!next) return tell(cured ? notCured(cures, cured) : 'no cure is known for a single node there');
      await discard(trial, rung, cures);
      cures = next;
      const means = { file: await fileOf(trial, rung, cures), options: optionsWith(wrong, cures) };
      cured = await verifyWith(trial, device, rung, means, await reference());
      if (cured.status !== 'passed') continue;
      const words = `with ${cureWords(cures)} it is right`;
      cured = { ...cured, reason: `${rung.reason}; ${words}` };
      await wrong.keep(cured);
      return tell(words);
    }
  } catch (error) {
    if (error instanceof FailureError) return tell(error.failure.message);
    throw error;
  } finally {
    if (cured?.status !== 'passed') await discard(trial, rung, cures);
  }
}

/** What to try next about a node that is wrong with what is done already; undefined where nothing is left. */
function withCureOf(name: string, { provider, islands }: Rung, { cpuNodes, float32Nodes }: Cures): Cures | undefined {
  if (cpuNodes.includes(name)) return undefined;
  if (islands && !float32Nodes.includes(name)) return { cpuNodes, float32Nodes: [...float32Nodes, name] };
  if (nodeCureOf(provider) === undefined) return undefined;
  return { cpuNodes: [...cpuNodes, name], float32Nodes: float32Nodes.filter((each) => each !== name) };
}

function optionsWith({ verdict }: WrongRung, { cpuNodes, float32Nodes }: Cures): Verdict['options'] {
  return {
    ...verdict.options,
    ...(cpuNodes.length > 0 && { cpuNodes }),
    ...(float32Nodes.length > 0 && { float32Nodes }),
  };
}

function cureWords({ cpuNodes, float32Nodes }: Cures): string {
  const kept = float32Nodes.length === 0 ? [] : [`${float32Nodes.join(', ')} kept in float32`];
  const moved = cpuNodes.length === 0 ? [] : [`${cpuNodes.join(', ')} computed on the CPU`];
  return [...kept, ...moved].join(' and ');
}

const notCured = (cures: Cures, { reason }: Verdict): string => `with ${cureWords(cures)} it is still wrong: ${reason}`;

async function fileOf(
  { model, converter, ranges }: Trial,
  rung: Omit<Rung, 'reason'>,
  { float32Nodes }: Pick<Cures, 'float32Nodes'> = { float32Nodes: [] },
): Promise<string> {
  const { precision, provider } = rung;
  return (await converter.fileFor(model, precision, provider, placementOf(rung, ranges, float32Nodes))) ?? model.file;
}

/** A graph with a cure that did not help is of no use. */
async function discard({ model, converter, ranges }: Trial, rung: Rung, { float32Nodes }: Cures): Promise<void> {
  const placement = placementOf(rung, ranges, float32Nodes);
  if (placement && float32Nodes.length > 0) await converter.discard(model, rung.precision, placement);
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
  const output = traced.nodes[at]!.outputs[0]!;
  const { name, operator, inputs } = beforeCast(traced.nodes, at, onCpu);
  const error = (await errorsOf([output])).get(output);
  return {
    name,
    operator,
    inputs: await withShapes(trial, cpu, inputs),
    output,
    error: error === undefined || !Number.isFinite(error) ? null : error,
  };
}

/** Of a cast that the conversion put behind an output, the node that it casts: the float32 graph has no such cast. */
function beforeCast(nodes: readonly NamedNode[], at: number, onCpu: ReadonlySet<string>): NamedNode {
  const node = nodes[at]!;
  const [cast = ''] = node.inputs;
  if (node.operator !== 'Cast' || onCpu.has(cast)) return node;
  return nodes.find(({ outputs }) => outputs.includes(cast)) ?? node;
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
