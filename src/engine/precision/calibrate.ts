import { readFile, stat } from 'node:fs/promises';
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { inputDimensions } from '../../core/models/input-tensor';
import { measureRanges, type RangesGraph } from '../../core/onnx/calibrate/measure-ranges';
import { ModelProtoSchema } from '../../core/onnx/protobuf/onnx_pb';
import { USUAL_OPTIONS } from './attempt';
import type { Reference } from './reference';
import { LARGEST_GRAPH_BYTES, stageGraph, type StagedGraph } from './staged-graph';
import type { Ranges, TestPicture, Trial } from './trial';

const CPU = { provider: 'cpu', precision: 'fp32' } as const;

const skipped = (reason: string): Ranges => ({ kind: 'skipped', reason });

/**
 * Runs the model once in float32 on the CPU, on the picture that the reference was made of, and takes the range of all it
 * computes. It takes about twice as long as the reference and as much memory again: what was too much for the reference at
 * full size is not asked of it.
 *
 * @param longestMs how long the run may take.
 */
export async function calibrate(trial: Trial, reference: Reference, longestMs: number): Promise<Ranges> {
  switch (reference.kind) {
    case 'made':
      return measureOn(trial, trial.picture, longestMs);
    case 'small':
      return measureOn(trial, reference.picture, longestMs);
    case 'none':
      return skipped(reference.reason);
  }
}

async function measureOn(trial: Trial, { geometry, tensor }: TestPicture, longestMs: number): Promise<Ranges> {
  const { model, open, threads } = trial;
  const { descriptor } = model;
  const graph = await stageMeasuring(trial);
  if ('reason' in graph) return skipped(graph.reason);
  try {
    const { graphOptimizationLevel: optimisation } = USUAL_OPTIONS;
    const opened = await open({ descriptor, file: graph.file, ...CPU, optimisation, threads, traced: graph.outputs });
    if (opened.kind !== 'done') return skipped(opened.reason);
    const ran = await opened.value.run(tensor, inputDimensions(geometry, descriptor), longestMs);
    await opened.value.close();
    if (ran.kind !== 'done') return skipped(ran.reason);
    return { kind: 'made', calibration: graph.read((output) => ran.value.traced?.[output]?.values?.[0]) };
  } finally {
    await graph.remove();
  }
}

async function stageMeasuring({
  model,
  converter,
}: Trial): Promise<(RangesGraph & StagedGraph) | { readonly reason: string }> {
  try {
    const file = (await converter.fileFor(model, CPU.precision, CPU.provider)) ?? model.file;
    if ((await stat(file)).size > LARGEST_GRAPH_BYTES) return { reason: 'its graph is larger than 1 GiB' };
    const graph = measureRanges(fromBinary(ModelProtoSchema, await readFile(file)));
    return { ...graph, ...(await stageGraph(model, file, toBinary(ModelProtoSchema, graph.proto))) };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}
