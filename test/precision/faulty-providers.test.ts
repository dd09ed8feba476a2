import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ConvertEvent, PhotoEvent } from '../../src/contract/convert';
import { convertRequestSchema } from '../../src/contract/convert';
import { planInput } from '../../src/core/camera/input-geometry';
import { resolveCamera } from '../../src/core/camera/resolve-camera';
import type { Device } from '../../src/core/devices/device';
import { parseSidecar } from '../../src/core/formats/sidecar';
import type { Verdict } from '../../src/core/precision/verdict';
import { processor } from '../../src/engine/devices/find-devices';
import type { EngineState } from '../../src/engine/engine-state';
import { DecoderStore } from '../../src/engine/decoders/decoder-store';
import { HeicDecoder } from '../../src/engine/photo/heic/heic-decoder';
import { ModelStore } from '../../src/engine/inference/model-store';
import { Predictor } from '../../src/engine/inference/predictor';
import { findProvider } from '../../src/engine/inference/providers';
import { convertBatch } from '../../src/engine/jobs/convert-batch';
import { openPhoto } from '../../src/engine/photo/open-photo';
import { PictureStore } from '../../src/engine/photo/picture-store';
import type { ModelConverter } from '../../src/engine/precision/converted-model';
import { sessionProcesses } from '../../src/engine/inference/session-process';
import { probesInProcesses } from '../../src/engine/precision/probe';
import { RangesStore } from '../../src/engine/precision/ranges-store';
import { ReferenceStore } from '../../src/engine/precision/reference-store';
import { RungChooser } from '../../src/engine/precision/rung-chooser';
import { VerdictStore } from '../../src/engine/precision/verdict-store';
import { modelsFolder } from '../fixtures/engines';
import { writeFaultySession, type Fault, type Faults } from '../fixtures/faulty-sessions';
import { writeJpegs } from '../fixtures/pictures';
import { tempFolder } from '../fixtures/temp-folder';

const folder = tempFolder();
const samplePhoto = path.resolve(import.meta.dirname, '../../resources/samples/coffee.jpg');
const card: Device = {
  vendor: 'nvidia',
  name: 'A card that fails',
  architecture: 'Turing',
  computeCapability: '7.5',
  fp16: 'full',
  bf16: false,
  tensorCores: true,
  providers: ['cuda'],
};
const everything: ModelConverter = {
  offers: (_, precision) => precision !== 'int8',
  fileFor: ({ file }) => Promise.resolve(file),
  discard: () => Promise.resolve(),
};
let count = 0;

/** An engine on a made-up card: its trials fail in one way, its work in another. */
async function faultyEngine(
  trialFaults: Faults,
  workFaults: Faults,
  store?: string,
  device: Device = card,
): Promise<EngineState> {
  const id = String(count++);
  const probe = await writeFaultySession(folder, `probe-${id}`, trialFaults);
  const sessionWorker = await writeFaultySession(folder, `worker-${id}`, workFaults);
  const heic = new HeicDecoder({ decoders: new DecoderStore(path.join(folder, 'decoders')), worker: 'none' });
  return {
    heic,
    models: new ModelStore(modelsFolder),
    // What runs in a process of its own fails in no way at work.
    predictor: new Predictor({
      sessionWorker,
      openSessionProcess: sessionProcesses(probe),
      threads: 1,
      leastHungMs: 500,
    }),
    rungs: new RungChooser({
      providers: [findProvider('cuda')!, findProvider('cpu')!],
      findDevices: () => Promise.resolve([device, processor()]),
      converter: everything,
      store: new VerdictStore(store),
      references: new ReferenceStore(store && path.join(store, 'references')),
      ranges: new RangesStore(undefined),
      trial: {
        open: probesInProcesses(probe, { openMs: 5000, runMs: 1500 }),
        photo: samplePhoto,
        longestReferenceMs: 1500,
        fitsIntoMemory: () => Promise.resolve(true),
      },
      threads: 1,
    }),
    pictures: new PictureStore(undefined, heic),
    cache: undefined,
  };
}

async function convert(engine: EngineState, photos: readonly string[]): Promise<PhotoEvent[]> {
  const request = convertRequestSchema.parse({
    inputs: photos,
    outputFolder: path.join(folder, `out-${String(count++)}`),
  });
  const events: ConvertEvent[] = [];
  for await (const event of convertBatch({ engine, appVersion: '0.0.0-test' }, request, new AbortController().signal)) {
    events.push(event);
  }
  await engine.predictor.release();
  expect(events.at(-1)).toMatchObject({ event: 'summary' });
  return events.filter((event) => event.event === 'photo');
}

async function photos(name: string, number: number): Promise<string[]> {
  const files = Array.from({ length: number }, (_, i) => path.join(folder, `${name}-${String(i)}.jpg`));
  await writeJpegs(files);
  return files;
}

const usedIn = (event: PhotoEvent | undefined) =>
  event?.status === 'done' ? `${event.precision} on ${event.provider}` : event;

const CARD_RUNGS = ['fp16', 'fp32'] as const;
const onCard = (fault: Fault): Faults =>
  Object.fromEntries(CARD_RUNGS.map((precision) => [`cuda ${precision}`, fault]));
/** Of float16 there is one for each set of islands. */
const CARD_VERDICTS = ['fp16', 'fp16', 'fp16', 'fp32'] as const;
/** What a session can do at work: the rest are ways of being right. */
const WORK_FAULTS = [
  'throwsAtCreate',
  'throwsAtRun',
  'notANumber',
  'constant',
  'hang',
  'abort',
  'outOfMemory',
  'missing',
] as const;

describe('a card that fails on trial', () => {
  it.each([
    ['throwsAtCreate', 'failed'],
    ['throwsAtRun', 'failed'],
    ['notANumber', 'failed'],
    ['constant', 'failed'],
    ['drift', 'failed'],
    ['hang', 'timeout'],
    ['abort', 'crashed'],
    ['outOfMemory', 'failed'],
    ['missing', 'notAvailable'],
  ] as const)('in every rung (%s): each photo is done on the CPU', async (fault, status) => {
    const kept = path.join(folder, `verdicts-${fault}`);
    const engine = await faultyEngine(onCard(fault), {}, kept);
    const events = await convert(engine, await photos(fault, 2));
    expect(events.map(usedIn)).toEqual(['fp32 on cpu', 'fp32 on cpu']);
    expect(await cardVerdicts(engine)).toEqual(CARD_VERDICTS.map((precision) => [precision, status]));
    // Another process reads what this one found out, and tries nothing again: its trials would all succeed.
    const next = await faultyEngine({}, {}, kept);
    expect((await cardVerdicts(next)).map(([, found]) => found)).toEqual(CARD_VERDICTS.map(() => status));
  });

  it('in some rungs: the fastest that is right is taken', async () => {
    const engine = await faultyEngine({ 'cuda fp16': 'drift', 'cpu fp32': 'slow' }, {});
    const [event] = await convert(engine, await photos('some', 1));
    expect(usedIn(event)).toBe('fp32 on cuda');
  });
});

describe('TF32', () => {
  it('is a rung of its own, and runs in a process of its own', async () => {
    const ampere: Device = { ...card, architecture: 'Ampere', computeCapability: '8.6', bf16: true };
    const trialFaults: Faults = {
      'cuda bf16': 'drift',
      'cuda fp16': 'drift',
      'cuda fp32': 'slow',
      'cpu fp32': 'slow',
    };
    const engine = await faultyEngine(trialFaults, { 'cuda tf32': 'abort' }, undefined, ampere);
    const events = await convert(engine, await photos('tf32', 2));
    expect(events.map(usedIn)).toEqual(['tf32 on cuda', 'tf32 on cuda']);
    expect(events.every((event) => event.status === 'done' && event.demotions === undefined)).toBe(true);
  });
});

/** What is known of the card's rungs at the size of the photos above. */
async function cardVerdicts(engine: EngineState): Promise<[string, Verdict['status']][]> {
  const model = await engine.models.open('fathom-s');
  const [file] = await photos('asked', 1);
  const photo = await openPhoto(file!, engine.heic);
  const geometry = planInput(model.descriptor.input.size, photo.size, resolveCamera(photo, undefined).intrinsics);
  const verdicts = await engine.rungs.verdicts(model, geometry, { precision: 'auto', device: 'auto' }, 'never');
  return verdicts.filter(({ provider }) => provider === 'cuda').map(({ precision, status }) => [precision, status]);
}

describe('a card that passed its trial and fails at work', () => {
  it.each(WORK_FAULTS)('in every rung (%s): the batch goes down to the CPU, and remembers', async (fault) => {
    const engine = await faultyEngine({ 'cpu fp32': 'slow' }, onCard(fault));
    const events = await convert(engine, await photos(`work-${fault}`, 2));
    expect(events.map(usedIn)).toEqual(['fp32 on cpu', 'fp32 on cpu']);
    const told = events.flatMap((event) => (event.status === 'done' ? (event.demotions ?? []) : []));
    expect(told.length).toBeGreaterThan(0);
    expect((await cardVerdicts(engine)).filter(([, status]) => status === 'passed')).toEqual([]);
  });

  it('in its best rung: the next one does it, and the sidecar says why', async () => {
    const engine = await faultyEngine({ 'cuda fp32': 'slow', 'cpu fp32': 'slow' }, { 'cuda fp16': 'notANumber' });
    const [event] = await convert(engine, await photos('best', 1));
    const { status, outputs } = event!;
    expect(status).toBe('done');
    expect(usedIn(event)).toMatch(/^fp32 on (cuda|cpu)$/);
    const sidecar = parseSidecar(
      await readFile(
        outputs.find((file) => file.endsWith('.json'))!,
        'utf8',
      ),
    );
    expect(sidecar!.precision).toMatchObject({
      used: event!.status === 'done' ? event!.precision : undefined,
      demotions: Array<string>(3).fill(expect.stringContaining('in fp16 gave depths that are no numbers') as string),
      reason: expect.stringContaining('fp16 on cuda') as string,
    });
  });

  it('in memory for the whole input: a smaller one is taken before another rung, said, and remembered', async () => {
    const kept = path.join(folder, 'verdicts-too-large');
    const engine = await faultyEngine({ 'cuda fp32': 'slow', 'cpu fp32': 'slow' }, onCard('tooLarge'), kept);
    const [first, second] = await convert(engine, await photos('large', 2));
    expect([usedIn(first), usedIn(second)]).toEqual(['fp16 on cuda', 'fp16 on cuda']);
    const demotions = (event: PhotoEvent | undefined) => (event?.status === 'done' ? event.demotions : event);
    // Whichever of the two ran first tells of it: the other finds it out beside it, or knows it already.
    const told = [demotions(first), demotions(second)].filter((each) => each !== undefined);
    expect(told.flat()).toContainEqual('not enough memory, at 512 × 384: a smaller input is tried');
    const sidecar = async (event: PhotoEvent) =>
      parseSidecar(
        await readFile(
          event.outputs.find((file) => file.endsWith('.json'))!,
          'utf8',
        ),
      )!;
    const { precision } = await sidecar(first!);
    expect(precision.smallerInput).toMatchObject({ asked: { widthPx: 512, heightPx: 384 } });
    expect(precision.reason).toContain('instead of 512 × 384, which memory does not suffice for');
    expect(precision.smallerInput!.used).toEqual({ widthPx: 352, heightPx: 256 });
    // Another process begins with the size that worked.
    const next = await faultyEngine({ 'cuda fp32': 'slow', 'cpu fp32': 'slow' }, onCard('tooLarge'), kept);
    const [later] = await convert(next, await photos('later', 1));
    expect(usedIn(later)).toBe('fp16 on cuda');
    expect(demotions(later)).toBeUndefined();
    expect((await sidecar(later!)).precision.smallerInput).toEqual(precision.smallerInput);
  });

  it('and a CPU that fails too: each photo is told, and the batch ends', async () => {
    const engine = await faultyEngine({}, { ...onCard('throwsAtRun'), 'cpu fp32': 'throwsAtRun' });
    const events = await convert(engine, await photos('nothing', 2));
    const error = { code: 'ModelFailed', message: expect.stringMatching(/.+/) as string };
    expect(events).toMatchObject([
      { status: 'failed', error },
      { status: 'failed', error },
    ]);
  });
});
