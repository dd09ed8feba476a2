import { listSupportedBackends, type InferenceSession } from 'onnxruntime-node';
import type { Precision } from '../../core/precision/precision';
import type { Optimisation } from '../../core/precision/verdict';

/** What a session is opened with, besides its graph. */
export interface SessionMeans {
  readonly precision: Precision;
  readonly optimisation: Optimisation;
  readonly threads: number;
}

/** One way ONNX Runtime can compute, and what is odd about it. */
export interface Provider {
  /** As ONNX Runtime and `--device` name it. */
  readonly name: string;
  /** What a person calls it. */
  readonly label: string;
  /** Whether an error of ONNX Runtime's says that the machine lacks what the provider needs: no model would change that. */
  readonly isMissing: (message: string) => boolean;
  /** What to do to have it. */
  readonly remedy: string;
  readonly sessionOptions: (means: SessionMeans) => InferenceSession.SessionOptions;
  /** Variables that must stand in the process's environment before its first session. */
  readonly environment: (precision: Precision) => Readonly<Record<string, string>>;
}

const noVariables = (): Readonly<Record<string, string>> => ({});

/** The one there always is. */
export const CPU: Provider = {
  name: 'cpu',
  label: 'CPU',
  isMissing: () => false,
  remedy: '',
  sessionOptions: ({ threads, optimisation }) => ({
    executionProviders: ['cpu'],
    graphOptimizationLevel: optimisation,
    intraOpNumThreads: threads,
    // Idle session threads would spin on the cores that decode and write the neighbouring photos.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  }),
  environment: noVariables,
};

/** Which card computes cannot be told to it: it takes the first that the system's driver names. */
const webgpu: Provider = {
  name: 'webgpu',
  label: 'WebGPU',
  isMissing: (message) => /WebGPU adapter|No supported adapters|backend not found/i.test(message),
  remedy: 'Install the graphics card’s driver with Vulkan.',
  sessionOptions: ({ threads, optimisation }) => ({
    executionProviders: ['webgpu'],
    graphOptimizationLevel: optimisation,
    intraOpNumThreads: threads,
  }),
  environment: noVariables,
};

const cuda: Provider = {
  name: 'cuda',
  label: 'CUDA',
  isMissing: (message) =>
    /Failed to load shared library|providers_cuda|libcud|no CUDA-capable|driver version is insufficient|no kernel image|backend not found/i.test(
      message,
    ),
  remedy: 'Install CUDA 12, cuDNN 9 and ONNX Runtime’s CUDA provider.',
  sessionOptions: ({ threads, optimisation }) => ({
    executionProviders: ['cuda'],
    graphOptimizationLevel: optimisation,
    intraOpNumThreads: threads,
  }),
  // From compute capability 8.0 on CUDA's float32 is TF32 unless this stands.
  environment: (precision): Readonly<Record<string, string>> =>
    precision === 'fp32' ? { NVIDIA_TF32_OVERRIDE: '0' } : {},
};

const dml: Provider = {
  name: 'dml',
  label: 'DirectML',
  isMissing: (message) => /backend not found|DXGI|D3D12|DirectML\.dll/i.test(message),
  remedy: 'Install the graphics card’s driver; DirectX 12 is needed.',
  sessionOptions: ({ threads, optimisation }) => ({
    executionProviders: ['dml'],
    graphOptimizationLevel: optimisation,
    intraOpNumThreads: threads,
    // DirectML runs neither memory patterns nor parallel execution.
    enableMemPattern: false,
    executionMode: 'sequential',
  }),
  environment: noVariables,
};

/** Of Core ML's flags: the ML Program format, which computes float32 in float32 outside the neural engine. */
const COREML_ML_PROGRAM = 0x10;
const COREML_CPU_AND_GPU = 0x20;

const coreml: Provider = {
  name: 'coreml',
  label: 'Core ML',
  isMissing: (message) => message.includes('backend not found'),
  remedy: '',
  sessionOptions: ({ threads, optimisation }) => ({
    executionProviders: [{ name: 'coreml', coreMlFlags: COREML_ML_PROGRAM | COREML_CPU_AND_GPU }],
    graphOptimizationLevel: optimisation,
    intraOpNumThreads: threads,
  }),
  environment: noVariables,
};

/** All that Fathom knows, the CPU last: it is the one there always is. */
const KNOWN: readonly Provider[] = [cuda, dml, coreml, webgpu, CPU];

/** Every provider that this build of ONNX Runtime has; whether the machine has what it needs, only a session tells. */
export function builtProviders(): Provider[] {
  const built = new Set<string>(listSupportedBackends().map(({ name }) => name));
  return KNOWN.filter(({ name }) => built.has(name));
}

/** The provider of that name; undefined where Fathom knows none. */
export function findProvider(name: string): Provider | undefined {
  return KNOWN.find((provider) => provider.name === name);
}
