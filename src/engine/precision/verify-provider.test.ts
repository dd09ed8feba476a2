import { describe, expect, it } from 'vitest';
import { FAULTS, type Fault } from '../../../test/fixtures/faulty-sessions';
import { madeUpModel } from '../../../test/fixtures/made-up-model';
import type { InputGeometry } from '../../core/camera/input-geometry';
import { chooseRung } from '../../core/precision/choose-rung';
import type { Rung } from '../../core/precision/ladder';
import type { Precision } from '../../core/precision/precision';
import { OPTIMISATIONS, type Optimisation, type Verdict } from '../../core/precision/verdict';
import type { VerifiedModel } from '../inference/verified-model';
import type { ModelConverter } from './converted-model';
import type { OpenProbe, Probe, ProbeStep } from './probe';
import { makeReference, type Reference } from './reference';
import { verifyProvider } from './verify-provider';
import { pixels } from '../../core/camera/units';
import type { TestPicture, Trial } from './trial';

const size = { widthPx: 16, heightPx: 8 };
const PIXELS = 128;
const descriptor = madeUpModel('made-up', size);
const model: VerifiedModel = {
  descriptor,
  file: 'made-up.onnx',
  sha256: '0',
  fingerprint: '0',
  variant: () => Promise.resolve(undefined),
};
const everything: ModelConverter = {
  offers: () => true,
  fileFor: () => Promise.resolve('made-up.onnx'),
  discard: () => Promise.resolve(),
};
const rung = (precision: Precision): Rung => ({ provider: 'gpu', precision, reason: `${precision} here` });
const ladder = [rung('bf16'), rung('fp16'), rung('fp32')];

/** @param isSmall whether it is the small picture that is run; undefined while the session is opened. */
type FaultOf = (
  setup: { provider: string; precision: Precision; optimisation: Optimisation },
  isSmall?: boolean,
) => Fault;

/** Sessions without processes: all combinations of faults can be gone through. `opened` counts those not closed yet. */
function faultySessions(faultOf: FaultOf): { open: OpenProbe; opened: () => number } {
  let opened = 0;
  const open: OpenProbe = (setup) => {
    const fault = faultOf(setup);
    const failure = failureAt('open', fault);
    if (failure) return Promise.resolve(failure);
    opened++;
    const ms = fault === 'slow' ? 40 : setup.precision === 'fp32' ? 20 : setup.precision === 'fp16' ? 10 : 12;
    const run: Probe['run'] = (tensor) => {
      const now = faultOf(setup, tensor.length < 3 * PIXELS);
      const step: ProbeStep<never> | undefined = failureAt('run', now);
      const outputs = { depth: depthWith(now, tensor.length / 3) };
      return Promise.resolve(step ?? { kind: 'done', value: { outputs, tensor, inferMs: ms } });
    };
    const time: Probe['time'] = () => Promise.resolve(failureAt('run', fault) ?? { kind: 'done', value: ms });
    const close = (): Promise<void> => {
      opened--;
      return Promise.resolve();
    };
    return Promise.resolve({ kind: 'done', value: { run, time, close } });
  };
  return { open, opened: () => opened };
}

function failureAt(step: 'open' | 'run', fault: Fault): Exclude<ProbeStep<never>, { kind: 'done' }> | undefined {
  if (step === 'open') {
    if (fault === 'throwsAtCreate') return { kind: 'failed', reason: 'no kernel' };
    return fault === 'missing' ? { kind: 'missing', reason: 'no adapter' } : undefined;
  }
  if (fault === 'throwsAtRun') return { kind: 'failed', reason: 'requires f16' };
  if (fault === 'outOfMemory' || fault === 'tooLarge') return { kind: 'outOfMemory', reason: 'not enough memory' };
  if (fault === 'hang') return { kind: 'timeout', reason: 'not done after 9 s' };
  return fault === 'abort' ? { kind: 'crashed', reason: 'its process ended (SIGABRT)' } : undefined;
}

function depthWith(fault: Fault, length: number): Float32Array<ArrayBuffer> {
  const depth = Float32Array.from({ length }, (_, i) => 1 + i / PIXELS);
  if (fault === 'notANumber') depth[5] = NaN;
  if (fault === 'constant') depth.fill(2);
  return fault === 'drift' ? depth.map((value) => 1.05 * value) : depth;
}

async function verify(faultOf: FaultOf): Promise<Verdict[]> {
  const sessions = faultySessions(faultOf);
  const trial: Trial = { model, picture: pictureOf(size), threads: 1, converter: everything, open: sessions.open };
  const reference = await makeReference(trial, undefined, { longestMs: 1000, fitsIntoMemory: true });
  const verdicts = await verifyProvider(trial, 'Some GPU', ladder, reference);
  expect(sessions.opened()).toBe(0);
  return verdicts;
}

function pictureOf(input: InputGeometry['input']): TestPicture {
  return {
    geometry: { input, content: { ...input, leftPx: 0, topPx: 0 }, fedFocalPx: pixels(10) },
    tensor: new Float32Array(3 * input.widthPx * input.heightPx),
  };
}

const STATUS: Readonly<Record<Fault, Verdict['status']>> = {
  none: 'passed',
  slow: 'slower',
  throwsAtCreate: 'failed',
  throwsAtRun: 'failed',
  notANumber: 'failed',
  constant: 'failed',
  drift: 'failed',
  hang: 'timeout',
  abort: 'crashed',
  outOfMemory: 'failed',
  tooLarge: 'failed',
  missing: 'notAvailable',
};
const sound = new Set<Fault>(['none', 'slow']);

describe('verifyProvider', () => {
  it('ends every combination of faults at a rung that was proved, and leaves nothing open', async () => {
    let combinations = 0;
    for (const bf16 of FAULTS) {
      for (const fp16 of FAULTS) {
        for (const fp32 of FAULTS) {
          const faults: Partial<Record<Precision, Fault>> = { bf16, fp16, fp32 };
          const verdicts = await verify(({ provider, precision }) =>
            provider === 'cpu' ? 'none' : faults[precision]!,
          );
          combinations++;
          for (const { precision, status, finite } of verdicts) {
            const fault = faults[precision]!;
            // Float32 is the measure of speed: slow as it may be, it is not slower than itself, nor is another without it.
            const passes = sound.has(fault) && (status === 'passed' || status === 'slower');
            expect(passes || status === STATUS[fault], `${precision} ${fault}: ${status}`).toBe(true);
            expect(finite).toBe(['none', 'slow', 'constant', 'drift'].includes(fault));
          }
          const candidates = ladder.map((each, i) => ({ rung: each, verdict: verdicts[i]! }));
          const reference = { rung: { provider: 'cpu', precision: 'fp32', reason: '' } as const };
          const chosen = chooseRung([...candidates, reference], 'auto')!.rung;
          const isSound = chosen.provider === 'cpu' || sound.has(faults[chosen.precision]!);
          expect(isSound, JSON.stringify(faults)).toBe(true);
          const onlyCpuIsLeft = [bf16, fp16, fp32].every((fault) => !sound.has(fault));
          expect(chosen.provider === 'cpu').toBe(onlyCpuIsLeft);
        }
      }
    }
    expect(combinations).toBe(FAULTS.length ** 3);
  });

  it('keeps a precision only where it is a tenth faster than float32', async () => {
    const verdicts = await verify(({ precision }) => (precision === 'bf16' ? 'slow' : 'none'));
    expect(verdicts.map(({ status, ms }) => [status, ms])).toEqual([
      ['slower', 40],
      ['passed', 10],
      ['passed', 20],
    ]);
    expect(verdicts[0]!.reason).toContain("2.00 of float32's time");
  });

  it('goes down the levels of optimisation until one is right, and tells the first fault where none is', async () => {
    for (const good of OPTIMISATIONS) {
      const isBelow = (level: Optimisation) => OPTIMISATIONS.indexOf(level) >= OPTIMISATIONS.indexOf(good);
      const [, fp16] = await verify(({ precision, optimisation }) =>
        precision === 'fp16' && !isBelow(optimisation) ? 'abort' : 'none',
      );
      expect(fp16).toMatchObject({ status: 'passed', options: { graphOptimizationLevel: good } });
    }
    const [, fp16] = await verify(({ precision, optimisation }) =>
      precision === 'fp16' ? (optimisation === 'all' ? 'abort' : 'constant') : 'none',
    );
    expect(fp16).toMatchObject({ status: 'crashed', reason: 'its process ended (SIGABRT)' });
  });

  it('proves nothing without a reference', async () => {
    const verdicts = await verify(({ provider }) => (provider === 'cpu' ? 'outOfMemory' : 'none'));
    expect(verdicts.map(({ status }) => status)).toEqual(['failed', 'failed', 'failed']);
    expect(verdicts[0]!.reason).toContain('cannot be compared');
  });
});

describe('verifyProvider where float32 on the CPU is too much at full size', () => {
  const small = { widthPx: 4, heightPx: 2 };
  const heavy = { longestMs: 25, fitsIntoMemory: true };

  async function verifyInPart(
    faultOf: FaultOf,
    limits = heavy,
  ): Promise<{ verdicts: Verdict[]; reference: Reference }> {
    const sessions = faultySessions(faultOf);
    const trial: Trial = { model, picture: pictureOf(size), threads: 1, converter: everything, open: sessions.open };
    const reference = await makeReference(trial, pictureOf(small), limits);
    const verdicts = await verifyProvider(trial, 'Some GPU', ladder, reference);
    expect(sessions.opened()).toBe(0);
    return { verdicts, reference };
  }

  it('holds rungs to it at a small size, and full size to their own float32', async () => {
    const { verdicts, reference } = await verifyInPart(() => 'none');
    expect(reference).toMatchObject({ kind: 'small', reason: expect.stringContaining('over 0.025 s') as string });
    expect(verdicts.map(({ status, checkedInPart }) => [status, checkedInPart])).toEqual(
      ladder.map(() => ['passed', true]),
    );
    expect(verdicts[1]!.reason).toBe(
      'fp16 here; checked in part, since float32 on the CPU takes over 0.025 s at this size: held to it at 4 × 2',
    );
  });

  it('says so too where memory does not suffice, or the CPU fails at that size alone', async () => {
    const { reference } = await verifyInPart(() => 'none', { longestMs: 1e6, fitsIntoMemory: false });
    expect(reference).toMatchObject({ kind: 'small', reason: expect.stringContaining('more memory') as string });
    for (const fault of ['outOfMemory', 'hang', 'abort'] as const) {
      const onCpu = await verifyInPart(
        ({ provider }, isSmall) => (provider === 'cpu' && isSmall === false ? fault : 'none'),
        { longestMs: 1e6, fitsIntoMemory: true },
      );
      expect(onCpu.reference.kind).toBe('small');
      expect(onCpu.verdicts.map(({ status }) => status)).toEqual(['passed', 'passed', 'passed']);
    }
  });

  it('finds what is wrong at either size', async () => {
    for (const isWrongWhereSmall of [true, false]) {
      const { verdicts } = await verifyInPart(({ precision, provider }, isSmall) =>
        provider === 'gpu' && precision === 'fp16' && isSmall === isWrongWhereSmall ? 'drift' : 'none',
      );
      expect(verdicts.map(({ status }) => status)).toEqual(['passed', 'failed', 'passed']);
    }
  });

  it('takes no rung at full size where the float32 that it is held to is not right', async () => {
    const { verdicts } = await verifyInPart(({ precision, provider }, isSmall) =>
      provider === 'gpu' && precision === 'fp32' && isSmall === false ? 'constant' : 'none',
    );
    expect(verdicts.map(({ status }) => status)).toEqual(['failed', 'failed', 'failed']);
    expect(verdicts[0]!.reason).toContain('float32 is not right either');
  });

  it('needs a reference at the small size at least', async () => {
    const { reference } = await verifyInPart(({ provider }) => (provider === 'cpu' ? 'hang' : 'none'));
    expect(reference.kind).toBe('none');
  });
});
