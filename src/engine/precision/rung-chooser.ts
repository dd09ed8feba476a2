import { env } from 'onnxruntime-node';
import PQueue from 'p-queue';
import type { InputGeometry } from '../../core/camera/input-geometry';
import { shrinkWholeInput } from '../../core/camera/shrink-input';
import type { Device } from '../../core/devices/device';
import { chooseRung, type Candidate } from '../../core/precision/choose-rung';
import { ladderOf, waitsToBeAsked, type Rung } from '../../core/precision/ladder';
import type { PrecisionChoice, PrecisionRequest } from '../../core/precision/precision';
import { isVerdictOn, type Optimisation, type Verdict } from '../../core/precision/verdict';
import { FailureError } from '../failure-error';
import type { Provider } from '../inference/providers';
import { fingerprintIn, type VerifiedModel } from '../inference/verified-model';
import type { ModelConverter } from './converted-model';
import type { OpenProbe } from './probe';
import { testPicture } from './test-picture';
import type { VerdictKey, VerdictStore } from './verdict-store';
import { placementOf } from './attempt';
import { calibrate } from './calibrate';
import { makeReference, type Reference } from './reference';
import type { RangesStore } from './ranges-store';
import type { ReferenceStore } from './reference-store';
import { verifyProvider } from './verify-provider';
import type { Ranges, TestPicture, Trial } from './trial';

/** What the chooser chooses from, and finds out with. */
export interface ChooserParts {
  /** Those that this build of ONNX Runtime has. */
  readonly providers: readonly Provider[];
  readonly findDevices: () => Promise<Device[]>;
  readonly converter: ModelConverter;
  readonly store: VerdictStore;
  readonly references: ReferenceStore;
  readonly ranges: RangesStore;
  /** Opens a session on trial, and the photo to run; undefined where nothing can be tried, and nothing untried is used. */
  readonly trial:
    | {
        readonly open: OpenProbe;
        readonly photo: string;
        /** What float32 on the CPU may take at full size; beyond that, what is tried is checked in part. */
        readonly longestReferenceMs: number;
        /** Whether the CPU has the memory for a model, as far as is known. */
        readonly fitsIntoMemory: (model: VerifiedModel) => Promise<boolean>;
      }
    | undefined;
  readonly threads: number;
}

/** What a model is to run with at one size. */
export interface ChosenRung {
  readonly provider: Provider;
  readonly precision: PrecisionChoice;
  readonly optimisation: Optimisation;
  /** Nodes that the provider leaves to the CPU. */
  readonly cpuNodes: readonly string[];
  /** The graph in that precision. */
  readonly file: string;
  /** Time of a run when it was tried; undefined where it was not. */
  readonly expectedMs: number | undefined;
  /** Share of the input's pixels that memory suffices for. */
  readonly inputShare: number;
  /** Remembers that it ran out of memory with that share, and has half of it tried; false where it is little already. */
  readonly shrink: () => Promise<boolean>;
  /** Remembers that it failed at work; false where nothing stands below it. */
  readonly demote: (why: string) => Promise<boolean>;
}

export interface RungRequest {
  readonly precision: PrecisionRequest;
  /** `auto`, or a provider's name. */
  readonly device: string;
}

/** What was tried and ran and came out wrong, and with what. */
export interface WrongRungs {
  readonly trial: Trial;
  readonly reference: () => Promise<Reference>;
  readonly rungs: readonly {
    readonly device: string;
    readonly rung: Rung;
    readonly verdict: Verdict;
    /** Has a better verdict stand for it. */
    readonly keep: (cured: Verdict) => Promise<void>;
  }[];
}

/** A provider on the device it would run on. */
interface Target {
  readonly provider: Provider;
  readonly device: Device;
}

/** With the rungs that are looked at. */
type TargetOnTrial = Target & { readonly rungs: readonly Rung[] };

/** Whose rungs are looked at, and which: for a request, or all of them to be told of. */
type Considered = Omit<RungRequest, 'precision'> & { readonly precision: PrecisionRequest | 'every' };

/** Whether to try what has not been tried: not at all, where it is missing, or everything again. */
export type Testing = 'never' | 'missing' | 'afresh';

/** What is told before it is done, since it takes a while. */
export type TestPhase = 'reference' | 'calibrate' | 'test';
type OnTest = (phase: TestPhase) => void;

/** Of the pixels, for the picture that the CPU runs in no time. */
const SMALL_SHARE = 1 / 16;

/** Less of an input is no picture of the photo any more. */
const LEAST_SHARE = 1 / 4;

/** Knows the machine's devices and what became of each rung on them, finds out what it does not know, and chooses. */
export class RungChooser {
  readonly #parts: ChooserParts;
  readonly #lane = new PQueue({ concurrency: 1 });
  #devices: Promise<Device[]> | undefined;

  constructor(parts: ChooserParts) {
    this.#parts = parts;
  }

  /** The devices of this machine, looked for once. */
  devices(): Promise<Device[]> {
    this.#devices ??= this.#parts.findDevices();
    return this.#devices;
  }

  /** Has the devices looked for anew when they are asked for next. */
  forgetDevices(): void {
    this.#devices = undefined;
  }

  /** Every rung of every device, best first, whatever the model. */
  async ladder(): Promise<{ readonly device: string; readonly rung: Rung }[]> {
    const targets = await this.#targets('auto');
    return targets.flatMap(({ provider, device }) =>
      ladderOf(provider.name, device).map((rung) => ({ device: device.name, rung })),
    );
  }

  /** The providers of this build that nothing was found for, and what to do about it. */
  async missing(): Promise<{ readonly provider: string; readonly remedy: string }[]> {
    const devices = await this.devices();
    return this.#parts.providers
      .filter(({ name }) => !devices.some(({ providers }) => providers.includes(name)))
      .map(({ name, remedy }) => ({ provider: name, remedy }));
  }

  /** @throws FailureError `DeviceMissing` where there is no device of that name. */
  assertDevice(device: string): void {
    const names = this.#parts.providers.map(({ name }) => name);
    if (device === 'auto' || names.includes(device)) return;
    const remedy = `Use auto or one of: ${names.join(', ')}.`;
    throw new FailureError('DeviceMissing', `there is no device "${device}" here`, remedy);
  }

  /**
   * The rung a model runs on at this size, best of what passed.
   *
   * @param onTest told before something is tried, which takes a while.
   * @throws FailureError `DeviceMissing`; `ModelFailed` where no rung can be used.
   */
  async choose(
    model: VerifiedModel,
    geometry: InputGeometry,
    request: RungRequest,
    testing: Testing,
    onTest?: OnTest,
  ): Promise<ChosenRung> {
    // Float32 on the CPU needs no proof: it is what the others are held to.
    const targets = await this.#targets(request.device);
    const isPlain = targets.flatMap((target) => this.#rungsOf(target, model, request.precision)).every(isReference);
    const judged = await this.#judge(model, geometry, request, isPlain ? 'never' : testing, onTest);
    const candidates = judged.map(({ candidate }) => candidate);
    const choice = chooseRung(candidates, request.precision);
    if (!choice) throw nothingWorks(model, candidates);
    const { target, candidate } = judged.find((each) => each.candidate.rung === choice.rung)!;
    const { precision, provider } = choice.rung;
    const verdict = candidate.verdict as Verdict | undefined;
    const ranges = await this.ranges(model, geometry);
    const placement = placementOf(choice.rung, ranges, verdict?.options.float32Nodes);
    const file = await this.#parts.converter.fileFor(model, precision, provider, placement);
    if (file === undefined) throw nothingWorks(model, candidates);
    return {
      provider: target.provider,
      precision: choice.precision,
      optimisation: verdict?.options.graphOptimizationLevel ?? 'all',
      cpuNodes: verdict?.options.cpuNodes ?? [],
      file,
      expectedMs: verdict?.ms ?? undefined,
      inputShare: verdict?.inputShare ?? 1,
      shrink: async () => {
        const share = (verdict?.inputShare ?? 1) / 2;
        if (share < LEAST_SHARE || !shrinkWholeInput(model.descriptor, geometry, share)) return false;
        const known = verdict ?? untriedVerdict(model, target, choice.rung);
        await this.#parts.store.replace(keyOf(model, geometry, target, choice.rung), { ...known, inputShare: share });
        return true;
      },
      demote: async (why) => {
        if (isReference(choice.rung)) return false;
        const key = keyOf(model, geometry, target, choice.rung);
        await this.#parts.store.demote(key, choice.rung, { status: 'failed', reason: why });
        return true;
      },
    };
  }

  /** What was seen of a model's numbers at a size; undefined where nothing was measured. */
  ranges(model: VerifiedModel, { input }: InputGeometry): Promise<Ranges | undefined> {
    return this.#parts.ranges.read(model, input);
  }

  /** What is known of each rung of a model at this size, asked for or not, the chosen one marked. */
  async verdicts(
    model: VerifiedModel,
    geometry: InputGeometry,
    request: RungRequest,
    testing: Testing,
  ): Promise<Verdict[]> {
    if (testing === 'afresh') this.forgetDevices();
    const judged = await this.#judge(model, geometry, { ...request, precision: 'every' }, testing);
    const choice = chooseRung(
      judged.map(({ candidate }) => candidate),
      request.precision,
    );
    return judged.flatMap(({ candidate }) => {
      const verdict = candidate.verdict as Verdict | undefined;
      return verdict ? [candidate.rung === choice?.rung ? { ...verdict, status: 'chosen' as const } : verdict] : [];
    });
  }

  /**
   * What rungs are tried with, and those that ran and came out wrong.
   *
   * @throws FailureError `ModelFailed` where this engine tries nothing.
   */
  async wrongRungs(model: VerifiedModel, geometry: InputGeometry, device: string): Promise<WrongRungs> {
    const judged = await this.#judge(model, geometry, { device, precision: 'every' }, 'missing');
    const { trial: means, threads, converter, store } = this.#parts;
    if (!means) throw new FailureError('ModelFailed', 'nothing can be tried here', 'Use `fathom doctor --locate`.');
    const picture = await testPicture(means.photo, geometry, model.descriptor);
    const ranges = await this.ranges(model, geometry);
    const trial: Trial = { model, picture, threads, converter, open: means.open, ranges };
    const rungs = judged.flatMap(({ target, candidate: { rung, verdict } }) => {
      const known = verdict as Verdict | undefined;
      if (known?.status !== 'failed' || !known.ran) return [];
      const keep = (cured: Verdict): Promise<void> => store.replace(keyOf(model, geometry, target, rung), cured);
      return [{ device: target.device.name, rung, verdict: known, keep }];
    });
    const reference = () => this.#referenceOf(trial, 'missing', undefined);
    return { trial, reference, rungs };
  }

  async #judge(
    model: VerifiedModel,
    geometry: InputGeometry,
    { device, precision }: Considered,
    testing: Testing,
    onTest?: OnTest,
  ): Promise<{ readonly target: Target; readonly candidate: Candidate }[]> {
    const targets = (await this.#targets(device)).map((target) => ({
      ...target,
      rungs: this.#rungsOf(target, model, precision),
    }));
    if (testing === 'afresh') {
      for (const target of targets) {
        for (const rung of target.rungs) await this.#parts.store.forget(keyOf(model, geometry, target, rung));
      }
    }
    if (testing !== 'never') await this.#lane.add(() => this.#test(model, geometry, targets, testing, onTest));
    const judged = [];
    for (const target of targets) {
      for (const rung of target.rungs) {
        const verdict = (await unfitVerdict(model, target, rung)) ?? (await this.#known(model, geometry, target, rung));
        if (verdict || isReference(rung)) judged.push({ target, candidate: { rung, verdict } });
      }
    }
    return judged;
  }

  async #known(
    model: VerifiedModel,
    geometry: InputGeometry,
    target: Target,
    rung: Rung,
  ): Promise<Verdict | undefined> {
    const verdicts = await this.#parts.store.read(keyOf(model, geometry, target, rung));
    return verdicts?.find((verdict) => isVerdictOn(verdict, rung));
  }

  /** Tries the targets with a rung of which nothing is known. */
  async #test(
    model: VerifiedModel,
    geometry: InputGeometry,
    targets: readonly TargetOnTrial[],
    testing: Testing,
    onTest: OnTest | undefined,
  ): Promise<void> {
    const { store, trial: means, threads, converter } = this.#parts;
    const untried: TargetOnTrial[] = [];
    for (const target of targets) {
      const states = await Promise.all(target.rungs.map((rung) => this.#stateOf(model, geometry, target, rung)));
      const rungs = target.rungs.filter((_, at) => states[at] !== 'unfit');
      if (states.includes('untried')) untried.push({ ...target, rungs });
    }
    if (!means || untried.length === 0) return;
    const picture = await testPicture(means.photo, geometry, model.descriptor);
    const plain: Trial = { model, picture, threads, converter, open: means.open };
    const reference = await this.#referenceOf(plain, testing, onTest);
    const isLowered = untried.some(({ rungs }) => rungs.some(goesByRanges));
    const ranges = isLowered ? await this.#rangesOf(plain, reference, testing, onTest) : undefined;
    const trial = { ...plain, ranges };
    onTest?.('test');
    for (const target of untried) {
      for (const { rung, verdict } of await verdictsOn(trial, target, reference)) {
        const known = isReference(rung) ? await this.#known(model, geometry, target, rung) : undefined;
        // It may hold what share of the input memory suffices for.
        if (known?.status !== 'passed') await store.replace(keyOf(model, geometry, target, rung), verdict);
      }
    }
  }

  async #stateOf(
    model: VerifiedModel,
    geometry: InputGeometry,
    target: Target,
    rung: Rung,
  ): Promise<'unfit' | 'tried' | 'untried'> {
    if (await unfitVerdict(model, target, rung)) return 'unfit';
    return (await this.#known(model, geometry, target, rung)) ? 'tried' : 'untried';
  }

  /** Made once for each model and size, unless everything is tried again. */
  async #referenceOf(trial: Trial, testing: Testing, onTest: OnTest | undefined): Promise<Reference> {
    const { references, trial: means } = this.#parts;
    const { photo, longestReferenceMs, fitsIntoMemory } = means!;
    const { descriptor } = trial.model;
    const geometry = shrinkWholeInput(descriptor, trial.picture.geometry, SMALL_SHARE);
    const small: TestPicture | undefined = geometry && (await testPicture(photo, geometry, descriptor));
    const known = testing === 'afresh' ? undefined : await references.read(trial, small);
    if (known) return known;
    onTest?.('reference');
    const limits = { longestMs: longestReferenceMs, fitsIntoMemory: await fitsIntoMemory(trial.model) };
    const reference = await makeReference(trial, small, limits);
    await references.write(trial, reference);
    return reference;
  }

  /** Measured once for each model and size; what was skipped is measured where everything is tried again. */
  async #rangesOf(trial: Trial, reference: Reference, testing: Testing, onTest: OnTest | undefined): Promise<Ranges> {
    const { model, picture } = trial;
    const known = await this.ranges(model, picture.geometry);
    if (known && (known.kind === 'made' || testing !== 'afresh')) return known;
    onTest?.('calibrate');
    const ranges = await calibrate(trial, reference, this.#parts.trial!.longestReferenceMs);
    await this.#parts.ranges.write(model, picture.geometry.input, ranges);
    return ranges;
  }

  /** Those that there are graphs for; of what waits to be asked, only what is asked for, unless there is nothing else. */
  #rungsOf({ provider, device }: Target, model: VerifiedModel, asked: Considered['precision']): Rung[] {
    const { converter } = this.#parts;
    const rungs = ladderOf(provider.name, device).filter(({ precision }) => converter.offers(model, precision));
    const considered = rungs.filter((rung) => !waitsToBeAsked(rung) || asked === 'every' || asked === rung.precision);
    return considered.length === 0 ? rungs : considered;
  }

  /** The providers to try, the CPU always last: it can take over whatever was asked for. */
  async #targets(requested: string): Promise<Target[]> {
    const devices = await this.devices();
    const targets: Target[] = [];
    for (const provider of this.#parts.providers) {
      const device = devices.find(({ providers }) => providers.includes(provider.name));
      const isAsked = requested === provider.name;
      if (provider.name !== 'cpu' && !isAsked && (requested !== 'auto' || !device)) continue;
      targets.push({ provider, device: device ?? unknownDevice(provider) });
    }
    return targets;
  }
}

/** Whether its islands depend on what was seen: bfloat16 has float32's range. */
const goesByRanges = ({ precision, islands }: Rung): boolean =>
  precision === 'fp16' && islands !== undefined && islands !== 'types';

const isReference = ({ provider, precision }: Rung): boolean => provider === 'cpu' && precision === 'fp32';

/** Asked for by name where nothing was found: only a trial can tell what it can do. */
function unknownDevice({ name, label }: Provider): Device {
  const capability = { architecture: 'unknown', fp16: 'full', bf16: false, tensorCores: false } as const;
  return { vendor: 'other', name: `whatever ${label} finds`, ...capability, providers: [name] };
}

function keyOf(
  model: VerifiedModel,
  { input }: InputGeometry,
  { provider, device }: Target,
  { precision }: Rung,
): VerdictKey {
  const { name, driver } = device;
  const onnxRuntime = env.versions.node ?? 'unknown';
  const modelSha256 = fingerprintIn(model, precision);
  return { modelSha256, provider: provider.name, device: name, driver, onnxRuntime, input };
}

/** Of a rung whose file is not whole: there is nothing to try, nor anything to remember once it is repaired. */
async function unfitVerdict(model: VerifiedModel, target: Target, rung: Rung): Promise<Verdict | undefined> {
  const variant = await model.variant(rung.precision);
  if (variant?.kind !== 'unfit') return undefined;
  return { ...untriedVerdict(model, target, rung), status: 'notAvailable', reason: variant.reason };
}

/** Of a rung of which nothing is known. */
function untriedVerdict(model: VerifiedModel, { device }: Target, rung: Rung): Verdict {
  const { provider, precision, islands, reason } = rung;
  return {
    model: model.descriptor.id,
    provider,
    device: device.name,
    precision,
    options: { graphOptimizationLevel: 'all', ...(islands && { islands }) },
    created: false,
    ran: false,
    finite: false,
    absRelVsFp32: null,
    scaleRatio: null,
    checkedInPart: false,
    ms: null,
    status: 'passed',
    reason,
  };
}

/** What becomes of the rungs of one provider. */
async function verdictsOn(
  trial: Trial,
  target: TargetOnTrial,
  reference: Reference,
): Promise<{ readonly rung: Rung; readonly verdict: Verdict }[]> {
  const others = target.rungs.filter((rung) => !isReference(rung));
  // Beside another rung, the reference is run again for the time to beat; not where it takes too long.
  const tried = reference.kind === 'made' ? target.rungs : others;
  const verdicts = others.length === 0 ? [] : await verifyProvider(trial, target.device.name, tried, reference);
  return target.rungs.map((rung) => ({
    rung,
    verdict: isReference(rung)
      ? referenceVerdict(trial.model, target, rung, reference)
      : verdicts.find((verdict) => isVerdictOn(verdict, rung))!,
  }));
}

function referenceVerdict(model: VerifiedModel, target: Target, rung: Rung, reference: Reference): Verdict {
  const untried = untriedVerdict(model, target, rung);
  if (reference.kind === 'none') return { ...untried, status: 'failed', reason: reference.reason };
  const ran = { ...untried, created: true, ran: true, finite: true };
  if (reference.kind === 'small') return { ...ran, reason: `${rung.reason}; ${reference.reason}` };
  return { ...ran, absRelVsFp32: 0, scaleRatio: 1, ms: reference.ms };
}

function nothingWorks(
  { descriptor: { id, precisions } }: VerifiedModel,
  candidates: readonly Candidate[],
): FailureError {
  const reasons = candidates.flatMap(({ rung, verdict }) =>
    verdict ? `${rung.precision} on ${rung.provider}: ${verdict.reason}` : [],
  );
  const why = reasons.length === 0 ? `it comes in ${precisions.join(', ')} only` : reasons.join('; ');
  return new FailureError(
    'ModelFailed',
    `${id} runs on nothing here: ${why}`,
    'Choose another model, or have it tried again: `fathom doctor --fix`.',
  );
}
