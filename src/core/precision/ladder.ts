import type { Device } from '../devices/device';
import type { Islands } from './islands';
import type { Precision } from './precision';

/** One way to run a model: a provider of ONNX Runtime in a precision, and why it stands where it stands. */
export interface Rung {
  readonly provider: string;
  readonly precision: Precision;
  /** In half precision: how much of the graph stays float32. */
  readonly islands?: Islands | undefined;
  readonly reason: string;
}

/** What a rung's place depends on. */
export type LadderDevice = Pick<Device, 'architecture' | 'computeCapability' | 'fp16' | 'bf16' | 'tensorCores'>;

type Rule = Omit<Rung, 'provider'> & {
  /** Whether the rung stands on that device; on every one where undefined. */
  readonly when?: (device: LadderDevice) => boolean;
};

const hasFastFp16 = ({ fp16 }: LadderDevice): boolean => fp16 === 'full';

/** Which of the three is fastest and still right differs by model, provider and card: it is found out. */
const HALVES: readonly Rule[] = [
  {
    precision: 'fp16',
    islands: 'all',
    reason: 'half the memory, all sensitive operators kept in float32',
    when: hasFastFp16,
  },
  { precision: 'fp16', islands: 'range', reason: 'half the memory, what overflows kept in float32', when: hasFastFp16 },
  { precision: 'fp16', islands: 'types', reason: 'half the memory, nothing kept in float32', when: hasFastFp16 },
];

const exact = (reason: string): Rule => ({ precision: 'fp32', reason });

/**
 * The ladder as data: a provider's rungs, the hoped-for best first. Every provider ends in float32. What wins is measured:
 * the order only says what is tried first.
 */
const RULES: Readonly<Record<string, readonly Rule[]>> = {
  cuda: [
    {
      precision: 'bf16',
      islands: 'range',
      reason: 'half the memory with the range of float32, in hardware from compute capability 8.0 on',
      when: ({ bf16 }) => bf16,
    },
    ...HALVES,
    {
      precision: 'tf32',
      reason: 'float32 with products rounded to ten bits on the tensor cores, from compute capability 8.0 on',
      when: ({ bf16 }) => bf16,
    },
    exact('exact'),
  ],
  tensorrt: [...HALVES, exact('exact, after minutes of compiling')],
  webgpu: [...HALVES, exact('exact, on any graphics card')],
  dml: [...HALVES, exact('exact, on any graphics card')],
  coreml: [exact('Core ML rounds as it sees fit: to be verified')],
  cpu: [
    { precision: 'int8', reason: 'as the model ships it, where it is asked for' },
    exact('exact, and what others are held to: it needs no trial'),
  ],
};

/** The rungs of a provider on a device, best first; none for a provider that no rule names. */
export function ladderOf(provider: string, device: LadderDevice): Rung[] {
  const rules = (RULES[provider] ?? []).filter(({ when }) => when?.(device) ?? true);
  return rules.map(({ precision, islands, reason }) => ({
    provider,
    precision,
    ...(islands && { islands }),
    reason: withDevice(precision, reason, device),
  }));
}

/**
 * Whether a rung is tried and taken for those alone who ask for its precision. Float32 on the CPU is right without a
 * trial: with int8 to be looked at, a first photo would wait for one, only to become less exact.
 */
export const waitsToBeAsked = ({ precision }: { readonly precision: Precision | 'auto' }): boolean =>
  precision === 'int8';

/** Where the ladder is shorter than a user may expect, float32's reason says why. */
function withDevice(precision: Precision, reason: string, device: LadderDevice): string {
  const why = precision === 'fp32' ? missingHalf(device) : undefined;
  return why === undefined ? reason : `${reason}; ${why}`;
}

function missingHalf({ fp16, architecture, computeCapability }: LadderDevice): string | undefined {
  const chip = computeCapability === undefined ? architecture : `${architecture}, ${computeCapability}`;
  switch (fp16) {
    case 'full':
      return undefined;
    case 'slow':
      return architecture === 'Pascal' ? `float16 runs at 1/64 speed on ${chip}` : `float16 is no faster on ${chip}`;
    case 'none':
      return architecture === 'CPU' ? undefined : `no float16 on ${chip}`;
  }
}
