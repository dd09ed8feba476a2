import path from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { ModelDescriptor } from '../../src/core/models/descriptor';
import { installSkeleton } from '../../test/fixtures/skeletons';
import type { UserModel } from './fathom';
import { CORES } from './project';

const ID = 'metric3d-vit-small';

/** Metric3D v2 ViT-S in a folder of its own: the published graph and sizes, with made-up weights. */
export interface Metric3d extends UserModel {
  readonly graph: string;
  readonly descriptor: ModelDescriptor;
}

export async function installMetric3d(folder: string): Promise<Metric3d> {
  const userModelsFolder = path.join(folder, 'models');
  const descriptor = await installSkeleton(ID, ID, userModelsFolder);
  const graph = path.join(userModelsFolder, ID, descriptor.files[0]!.name);
  return { id: ID, userModelsFolder, graph, descriptor };
}

/** ONNX Runtime's own settings, with the threads every figure is meant for. */
export const openBareSession = (graph: string): Promise<InferenceSession> =>
  InferenceSession.create(graph, { intraOpNumThreads: CORES });

/** A session, and one run of it. */
export interface BareRun {
  readonly run: () => Promise<unknown>;
  readonly release: () => Promise<void>;
}

/** `session.run` on an input packed beforehand, for the two outputs that Fathom reads. */
export async function bareRun(graph: string): Promise<BareRun> {
  const session = await openBareSession(graph);
  const size = { widthPx: 1064, heightPx: 616 };
  const pixels = new Float32Array(3 * size.widthPx * size.heightPx).map((_, i) => (i * 31) % 256);
  const image = new Tensor('float32', pixels, [1, 3, size.heightPx, size.widthPx]);
  return {
    run: () => session.run({ pixel_values: image }, ['predicted_depth', 'predicted_normal']),
    release: () => session.release(),
  };
}
