import os from 'node:os';
import type { InferenceSession } from 'onnxruntime-node';
import type { PrecisionRung } from '../../core/precision/choose-precision';

/** One way ONNX Runtime can compute: its name there, what it runs on, and which precisions are worth trying. */
export interface Provider {
  /** As ONNX Runtime and `--device` name it. */
  readonly name: string;
  /** What a person would call the device. */
  readonly label: string;
  /** Best first. */
  readonly ladder: readonly PrecisionRung[];
  readonly sessionOptions: (threads: number) => InferenceSession.SessionOptions;
}

const cpu: Provider = {
  name: 'cpu',
  label: `CPU (${os.cpus()[0]?.model.trim() ?? 'unknown'})`,
  ladder: [{ precision: 'fp32', reason: 'float32 is what CPUs compute fastest and exactly' }],
  sessionOptions: (threads) => ({
    executionProviders: ['cpu'],
    graphOptimizationLevel: 'all',
    intraOpNumThreads: threads,
    // Idle session threads would spin on the cores that decode and write the neighbouring photos.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  }),
};

/** Every provider this build can use, in the order `--device auto` tries them. */
export const PROVIDERS: readonly Provider[] = [cpu];

/** The provider for a `--device` value; undefined where there is none of that name. */
export function findProvider(device: string): Provider | undefined {
  return device === 'auto' ? PROVIDERS[0] : PROVIDERS.find(({ name }) => name === device);
}
