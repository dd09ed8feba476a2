import { readFile, stat } from 'node:fs/promises';
import { inputDimensions } from '../../core/models/input-tensor';
import { traceableGraph, tracedName, type TraceableGraph } from '../../core/onnx/locate/trace-tensors';
import type { Rung } from '../../core/precision/ladder';
import type { Verdict } from '../../core/precision/verdict';
import { FailureError } from '../failure-error';
import type { TracedTensor } from '../inference/session-messages';
import { LARGEST_GRAPH_BYTES, stageGraph } from './staged-graph';
import type { Trial } from './trial';

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
      const traced = tensors.map((tensor) => tracedName(tensor, isCast));
      const staged = await stageGraph(model, file, trace(tensors));
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
