import { afterEach, describe, expect, it } from 'vitest';
import type { Precision } from '../../core/precision/precision';
import { builtProviders, findProvider, setEnvironment, type Provider } from './providers';

const provider = (name: string): Provider => findProvider(name)!;
const means = (precision: Precision) => ({ precision, optimisation: 'all', threads: 2 }) as const;

const before = process.env['NVIDIA_TF32_OVERRIDE'];
afterEach(() => {
  setEnvironment({ NVIDIA_TF32_OVERRIDE: before });
});

describe('providers', () => {
  it('end with the CPU, which is always built', () => {
    expect(builtProviders().at(-1)?.name).toBe('cpu');
  });

  it("know a provider that is not there from a model's fault, in ONNX Runtime's words", () => {
    const words = {
      cuda: [
        'Failed to load shared library libonnxruntime_providers_cuda.so with error: libcublasLt.so.13: cannot open',
        'CUDA failure 100: no CUDA-capable device is detected',
        'CUDA error cudaErrorNoKernelImageForDevice: no kernel image is available for execution on the device',
      ],
      tensorrt: [
        'libnvinfer.so.10: cannot open shared object file',
        'libonnxruntime_providers_tensorrt.so: cannot open',
      ],
      webgpu: ['Failed to get a WebGPU adapter: No supported adapters'],
      dml: ['backend not found: dml'],
      coreml: ['backend not found: coreml'],
    };
    for (const [name, messages] of Object.entries(words)) {
      for (const message of messages) expect(provider(name).isMissing(message), message).toBe(true);
      expect(provider(name).isMissing('Non-zero status code returned while running Conv node')).toBe(false);
      expect(provider(name).remedy === '').toBe(name === 'coreml');
    }
  });

  it('keep TF32 out of all that runs on CUDA but what is to run in it, which has a process of its own', () => {
    for (const name of ['cuda', 'tensorrt']) {
      for (const precision of ['bf16', 'fp16', 'fp32'] as const) {
        setEnvironment(provider(name).environment(precision));
        expect(process.env['NVIDIA_TF32_OVERRIDE']).toBe('0');
        expect(provider(name).needsOwnProcess(precision)).toBe(false);
      }
    }
    setEnvironment(provider('cuda').environment('tf32'));
    expect('NVIDIA_TF32_OVERRIDE' in process.env).toBe(false);
    expect(provider('cuda').needsOwnProcess('tf32')).toBe(true);
  });

  it('leave nodes to the CPU where WebGPU is told to, and give it no other option', () => {
    const { sessionOptions } = provider('webgpu');
    expect(sessionOptions(means('fp32')).executionProviders).toEqual(['webgpu']);
    expect(sessionOptions({ ...means('fp32'), cpuNodes: ['a', 'b'] }).executionProviders).toEqual([
      { name: 'webgpu', forceCpuNodeNames: ['a', 'b'] },
    ]);
  });

  it('ask DirectML for neither patterns of memory nor parallel execution, and Core ML for its newer format', () => {
    expect(provider('dml').sessionOptions(means('fp16'))).toMatchObject({
      enableMemPattern: false,
      executionMode: 'sequential',
    });
    expect(provider('coreml').sessionOptions(means('fp32')).executionProviders).toEqual([
      { name: 'coreml', coreMlFlags: 0x10 | 0x20 },
    ]);
  });
});
