import type { Device } from '../devices/device';
import { percent } from './judge-drift';
import type { Verdict } from './verdict';

const PRECISION_WORDS = { bf16: 'bfloat16', fp16: 'float16', tf32: 'TF32', fp32: 'float32', int8: 'int8' } as const;
const PROVIDER_WORDS: Readonly<Record<string, string>> = {
  cpu: 'the CPU',
  webgpu: 'WebGPU',
  cuda: 'CUDA',
  tensorrt: 'TensorRT',
  dml: 'DirectML',
  coreml: 'Core ML',
};

/**
 * What the machine has, what it lacks and what is used, for a person in a hurry:
 * "GTX 1080 (Pascal, 6.1): no bfloat16; float16 runs at 1/64 speed; using float32 on WebGPU, verified (drift 0.002 %)."
 *
 * @param devices graphics cards first, the processor last.
 * @param verdicts with the chosen one marked; without any, float32 on the CPU is used.
 */
export function truthInOneSentence(devices: readonly Device[], verdicts: readonly Verdict[]): string {
  const used = verdicts.find(({ status }) => status === 'chosen');
  const device = devices[0]!;
  const facts = device.architecture === 'CPU' ? ['no graphics card to compute on'] : lacks(device);
  return `${nameOf(device)}: ${[...facts, usedWords(used, verdicts.length > 0)].join('; ')}.`;
}

function nameOf({ name, architecture, computeCapability }: Device): string {
  if (architecture === 'CPU' || architecture === 'unknown') return name;
  const chip = computeCapability === undefined ? architecture : `${architecture}, ${computeCapability}`;
  return `${name} (${chip})`;
}

function lacks({ bf16, fp16, architecture }: Device): string[] {
  const half = {
    none: ['no float16'],
    slow: [architecture === 'Pascal' ? 'float16 runs at 1/64 speed' : 'float16 is no faster'],
    full: [],
  }[fp16];
  return [...(bf16 ? [] : ['no bfloat16']), ...half];
}

function usedWords(used: Verdict | undefined, isTried: boolean): string {
  if (!used) return isTried ? 'nothing runs the model' : 'using float32 on the CPU until others are tried';
  const means = `using ${PRECISION_WORDS[used.precision]} on ${PROVIDER_WORDS[used.provider] ?? used.provider}`;
  if (used.provider === 'cpu' && used.precision === 'fp32') return `${means}, what others are held to`;
  return `${means}, ${used.checkedInPart ? 'checked in part' : 'verified'} (drift ${percent(used.absRelVsFp32 ?? NaN)})`;
}
