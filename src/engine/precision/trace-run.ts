import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { inputDimensions } from '../../core/models/input-tensor';
import { traceableGraph, tracedName, type TraceableGraph } from '../../core/onnx/locate/trace-tensors';
import type { Rung } from '../../core/precision/ladder';
import type { Verdict } from '../../core/precision/verdict';
import { FailureError } from '../failure-error';
import type { TracedTensor } from '../inference/session-messages';
import type { Trial } from './attempt';

/** Larger graphs, which hold their weights, are not read whole into memory. */
const LARGEST_GRAPH_BYTES = 2 ** 30;

/** A graph that can be run, and asked what it computes on the way. */
export interface TracedGraph extends Omit<TraceableGraph, 'trace'> {
  /**
   * Runs the trial's picture and gives back tensors by their names.
   *
   * @throws FailureError `ModelFailed` where it does not run so.
   */
  run(tensors: readonly string[], options: Verdict['options']): Promise<ReadonlyMap<string, TracedTensor>>;
}

/** @throws FailureError `ModelFailed` where the file is too large to be looked into. */
export async function openTracedGraph(
  trial: Trial,
  { provider, precision }: Pick<Rung, 'provider' | 'precision'>,
  file: string,
): Promise<TracedGraph> {
  if ((await stat(file)).size > LARGEST_GRAPH_BYTES) throw cannotTrace(trial, 'its graph is larger than 1 GiB');
  const isCast = precision === 'fp16' || precision === 'bf16';
  const { trace, ...graph } = traceableGraph(await readFile(file), isCast);
  return {
    ...graph,
    run: async (tensors, { graphOptimizationLevel: optimisation, cpuNodes }) => {
      const { model, threads, open, picture } = trial;
      // A converted graph has its weights beside it, whatever the model's own has.
      const hasFilesBeside = model.descriptor.files.length > 1 || file !== model.file;
      const traced = tensors.map((tensor) => tracedName(tensor, isCast));
      const staged = await stage(file, hasFilesBeside, trace(tensors));
      try {
        const { descriptor } = model;
        const setup = { descriptor, file: staged.file, provider, precision, optimisation, cpuNodes, threads, traced };
        const opened = await open(setup);
        if (opened.kind !== 'done') throw cannotTrace(trial, opened.reason);
        const ran = await opened.value.run(picture.tensor, inputDimensions(picture.geometry, descriptor));
        await opened.value.close();
        if (ran.kind !== 'done') throw cannotTrace(trial, ran.reason);
        return new Map(
          tensors.flatMap((tensor, i) => {
            const seen = ran.value.traced?.[traced[i]!];
            return seen ? [[tensor, seen] as const] : [];
          }),
        );
      } finally {
        await staged.remove();
      }
    },
  };
}

function cannotTrace({ model }: Trial, why: string): FailureError {
  const message = `${model.descriptor.id} cannot be looked into: ${why}`;
  return new FailureError('ModelFailed', message, 'Report the model and the device to whoever made them.');
}

/** A graph names its weights' files relative to where it lies itself. */
async function stage(
  file: string,
  hasFilesBeside: boolean,
  bytes: Uint8Array,
): Promise<{ readonly file: string; readonly remove: () => Promise<void> }> {
  const folder = hasFilesBeside ? undefined : await mkdtemp(path.join(os.tmpdir(), 'fathom-locate-'));
  const staged = folder === undefined ? `${file}.locate-${String(process.pid)}` : path.join(folder, 'traced.onnx');
  const remove = (): Promise<void> => rm(folder ?? staged, { recursive: true, force: true });
  try {
    await writeFile(staged, bytes);
    return { file: staged, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
