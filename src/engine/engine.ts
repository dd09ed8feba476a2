import path from 'node:path';
import type { GpuFinding } from '../core/devices/device';
import { memoryNeedOf } from '../core/models/memory-need';
import type { Admission } from '../contract/depth-view';
import { Activity } from './activity';
import type { LaunchChild } from './children/child';
import { launchNodeChild } from './children/node-child';
import { DecoderStore } from './decoders/decoder-store';
import type { EngineConfig } from './engine-config';
import type { EngineState } from './engine-state';
import { BoundedCache } from './files/bounded-cache';
import { collectGarbageLessOften } from './heap-growth';
import { ModelStore } from './inference/model-store';
import { PredictionCache } from './inference/prediction-cache';
import { Predictor } from './inference/predictor';
import { builtProviders, CPU } from './inference/providers';
import type { VerifiedModel } from './inference/verified-model';
import { findDevices } from './devices/find-devices';
import { HeicDecoder } from './photo/heic/heic-decoder';
import { freeMemoryBytes } from './models/free-memory';
import { MeasurementStore } from './models/measurement-store';
import { sessionProcesses } from './inference/session-process';
import { requireMemory } from './models/require-memory';
import { PictureStore } from './photo/picture-store';
import { withConversions } from './precision/converted-graph';
import { filesAsTheyAre } from './precision/converted-model';
import { withCures } from './precision/cured-graph';
import { probesInProcesses } from './precision/probe';
import { RangesStore } from './precision/ranges-store';
import { ReferenceStore } from './precision/reference-store';
import { RungChooser } from './precision/rung-chooser';
import { VerdictStore } from './precision/verdict-store';

/** Of the cache's limit, what thumbnails may take: the rest is for predictions, a hundred times as large. */
const THUMBNAIL_SHARE = 0.1;

/** An engine as its router uses it: the state photos share, and what the host decided. */
export interface Engine extends EngineState {
  readonly config: EngineConfig;
  readonly launch: LaunchChild;
  readonly decoders: DecoderStore;
  readonly measurements: MeasurementStore;
  readonly activity: Activity;
  readonly freeMemoryBytes: () => number;
  /** Has the devices looked for anew, with the cards that the host sees. */
  readonly tellGraphics: (cards: readonly GpuFinding[]) => void;
  /** Photos the depth view may ask for, by their ids. */
  readonly admitted: Map<string, Admission>;
}

/** What stands around an engine. */
export interface EngineMeans {
  /** How its process starts others; as Node does unless told otherwise. */
  readonly launch?: LaunchChild;
  /** What models may take, asked before each is opened. */
  readonly freeBytes?: (() => number) | undefined;
}

/**
 * Sets up an engine; models are opened and sessions made when the first photo needs them.
 */
export function createEngine(
  config: EngineConfig,
  { launch = launchNodeChild, freeBytes = freeMemoryBytes }: EngineMeans = {},
): Engine {
  collectGarbageLessOften();
  const { cache, userModelsFolder, threads } = config;
  const thumbnails =
    cache &&
    new BoundedCache(path.join(cache.folder, 'thumbnails'), '.jpg', Math.floor(cache.limitBytes * THUMBNAIL_SHARE));
  const decoders = new DecoderStore(config.userDecodersFolder);
  const heic = new HeicDecoder({ decoders, worker: config.heicWorker });
  const measurements = new MeasurementStore(
    userModelsFolder === undefined ? undefined : path.join(userModelsFolder, 'measurements.json'),
    threads,
  );
  let told: readonly GpuFinding[] = [];
  const rungs = createRungChooser(config, launch, {
    toldGraphics: () => told,
    fitsIntoMemory: async (model) => {
      const need = memoryNeedOf(model.descriptor, (await measurements.find(model, CPU))?.peakMemoryBytes);
      return need.bytes <= freeBytes();
    },
  });
  return {
    config,
    launch,
    measurements,
    activity: new Activity(),
    freeMemoryBytes: freeBytes,
    models: new ModelStore(config.modelsFolder, config.userModelsFolder),
    predictor: new Predictor(
      { ...config, openSessionProcess: config.probe && sessionProcesses(config.probe.entry, launch) },
      (means) => requireMemory(means, measurements, freeBytes()),
    ),
    rungs,
    tellGraphics: (cards) => {
      told = cards;
      rungs.forgetDevices();
    },
    decoders,
    heic,
    pictures: new PictureStore(thumbnails, heic),
    cache: cache && new PredictionCache(cache.folder, Math.floor(cache.limitBytes * (1 - THUMBNAIL_SHARE))),
    admitted: new Map(),
  };
}

/** Native code may compile shaders for half a minute before a first run, and CPUs take long over large models. */
const PROBE_LIMITS = { openMs: 120_000, runMs: 120_000 };

/** Longer, and what is tried is held to the CPU at a small size only. */
const LONGEST_REFERENCE_MS = 60_000;

/** What a chooser of rungs has to ask for. */
interface Surroundings {
  readonly toldGraphics: () => readonly GpuFinding[];
  readonly fitsIntoMemory: (model: VerifiedModel) => Promise<boolean>;
}

function createRungChooser(
  { probe, threads, modelsFolder, cache }: EngineConfig,
  launch: LaunchChild,
  { toldGraphics, fitsIntoMemory }: Surroundings,
): RungChooser {
  const providers = builtProviders();
  const places = { bundledFolder: modelsFolder, spareFolder: cache && path.join(cache.folder, 'graphs') };
  return new RungChooser({
    providers,
    findDevices: () =>
      findDevices(
        providers.map(({ name }) => name),
        toldGraphics(),
      ),
    converter: withCures(withConversions(filesAsTheyAre, places)),
    store: new VerdictStore(probe?.folder),
    references: new ReferenceStore(probe?.folder && path.join(probe.folder, 'references')),
    ranges: new RangesStore(probe?.folder && path.join(probe.folder, 'ranges')),
    trial: probe && {
      open: probesInProcesses(probe.entry, PROBE_LIMITS, launch),
      photo: probe.photo,
      longestReferenceMs: LONGEST_REFERENCE_MS,
      fitsIntoMemory,
    },
    threads,
  });
}
