import { listSupportedBackends, type InferenceSession } from 'onnxruntime-node';
import type { Precision } from '../../core/precision/precision';
import type { Optimisation } from '../../core/precision/verdict';

/** What a session is opened with, besides its graph. */
export interface SessionMeans {
  readonly precision: Precision;
  readonly optimisation: Optimisation;
  /** Names of nodes that the provider leaves to the CPU; only WebGPU takes such an order. */
  readonly cpuNodes?: readonly string[] | undefined;
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
  /** Variables that must stand in the process's environment before its first session, or must not: undefined. */
  readonly environment: (precision: Precision) => Readonly<Record<string, string | undefined>>;
  /** Whether those contradict what other sessions need. */
  readonly needsOwnProcess: (precision: Precision) => boolean;
}

const noVariables = (): Readonly<Record<string, string>> => ({});
const never = (): boolean => false;

/** The one there always is. */
export const CPU: Provider = {
  name: 'cpu',
  label: 'CPU',
  isMissing: never,
  remedy: '',
  sessionOptions: ({ threads, optimisation }) => ({
    executionProviders: ['cpu'],
    graphOptimizationLevel: optimisation,
    intraOpNumThreads: threads,
    // Idle session threads would spin on the cores that decode and write the neighbouring photos.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  }),
  environment: noVariables,
  needsOwnProcess: never,
};

/** Which card computes cannot be told to it: it takes the first that the system's driver names. */
const webgpu: Provider = {
  name: 'webgpu',
  label: 'WebGPU',
  isMissing: (message) => /WebGPU adapter|No supported adapters|backend not found/i.test(message),
  remedy: 'Install the graphics card’s driver with Vulkan.',
  sessionOptions: ({ threads, optimisation, cpuNodes = [] }) => ({
    executionProviders: cpuNodes.length === 0 ? ['webgpu'] : [{ name: 'webgpu', forceCpuNodeNames: [...cpuNodes] }],
    graphOptimizationLevel: optimisation,
    intraOpNumThreads: threads,
  }),
  environment: noVariables,
  needsOwnProcess: never,
};

/** What NVIDIA's libraries lack, in ONNX Runtime's words. */
const isCudaMissing = (message: string): boolean =>
  /Failed to load shared library|providers_(cuda|tensorrt)|libcud|libnvinfer|no CUDA-capable|driver version is insufficient|no kernel image|backend not found/i.test(
    message,
  );

/**
 * From compute capability 8.0 on NVIDIA's libraries compute float32 in TF32 unless this stands before they are loaded. So
 * what is to run in TF32 needs a process of its own: {@link Provider.needsOwnProcess}.
 */
const tf32Override = (precision: Precision): Readonly<Record<string, string | undefined>> => ({
  NVIDIA_TF32_OVERRIDE: precision === 'tf32' ? undefined : '0',
});

/** From Node it takes the number of a card and no other option. */
const cuda: Provider = {
  name: 'cuda',
  label: 'CUDA',
  isMissing: isCudaMissing,
  remedy: 'Install CUDA 13 and cuDNN 9, then run `npm run setup:cuda`.',
  sessionOptions: ({ threads, optimisation }) => ({
    executionProviders: ['cuda'],
    graphOptimizationLevel: optimisation,
    intraOpNumThreads: threads,
  }),
  environment: tf32Override,
  needsOwnProcess: (precision) => precision === 'tf32',
};

/**
 * Used only where it is asked for by name: it compiles a model for minutes, and from Node neither keeps what it compiled
 * nor takes a precision. What it does not take goes to CUDA.
 */
const tensorrt: Provider = {
  ...cuda,
  name: 'tensorrt',
  label: 'TensorRT',
  remedy: 'Install TensorRT 10, then run `npm run setup:cuda -- --from` with a folder that holds its provider.',
  sessionOptions: ({ threads, optimisation }) => ({
    executionProviders: ['tensorrt', 'cuda'],
    graphOptimizationLevel: optimisation,
    intraOpNumThreads: threads,
  }),
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
  needsOwnProcess: never,
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
  needsOwnProcess: never,
};

/** All that Fathom knows, the CPU last: it is the one there always is. */
const KNOWN: readonly Provider[] = [cuda, tensorrt, dml, coreml, webgpu, CPU];

/** Every provider that this build of ONNX Runtime has; whether the machine has what it needs, only a session tells. */
export function builtProviders(): Provider[] {
  const built = new Set<string>(listSupportedBackends().map(({ name }) => name));
  return KNOWN.filter(({ name }) => built.has(name));
}

/** Has a provider's variables stand in this process's environment. */
export function setEnvironment(variables: ReturnType<Provider['environment']>): void {
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  }
}

/** The provider of that name; undefined where Fathom knows none. */
export function findProvider(name: string): Provider | undefined {
  return KNOWN.find((provider) => provider.name === name);
}
