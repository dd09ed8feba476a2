import path from 'node:path';
import { implement, ORPCError } from '@orpc/server';
import type { CompareRequest, Comparison } from '../contract/compare';
import { contract } from '../contract/contract';
import type { Admission, DepthEvent } from '../contract/depth-view';
import type { DepthRequest, DepthResult, ModelChoice } from '../contract/estimate';
import type { ImportEvent } from '../contract/import-model';
import { maskSettingsOf } from '../contract/masks';
import type { MeasureEvent } from '../contract/measure';
import type { DownloadProgress } from '../contract/models';
import { maskDepth, type MaskSettings } from '../core/depth/mask-depth';
import { depthFollowsFocal } from '../core/models/descriptor';
import { waitsToBeAsked } from '../core/precision/ladder';
import type { PrecisionChoice } from '../core/precision/precision';
import { comparePhoto } from './compare-photo';
import { diagnose } from './diagnose';
import type { Engine } from './engine';
import type { Estimate, EstimateOptions } from './estimate';
import { estimateDepth, isPredicted } from './estimate-depth';
import { FailureError, failureOf } from './failure-error';
import { inspectPhoto } from './inspect-photo';
import { locate } from './locate';
import { listFolder } from './list-folder';
import { convertBatch } from './jobs/convert-batch';
import { importModel } from './models/import-model';
import { inspectModel } from './models/inspect-model';
import { listModels } from './models/list-models';
import { measureModels } from './models/measure-models';
import { pullModel } from './models/pull-model';
import { removeModel } from './models/remove-model';
import { resolveModel } from './models/resolve-model';
import { tryModel } from './models/try-model';
import { verifyModelFiles } from './models/verify-model-files';
import { eventsOf } from '../contract/event-queue';
import { usualRung } from './usual-rung';

/** A person waits for a single photo; a batch can wait. */
const INTERACTIVE_PRIORITY = 10;

/** The contract, carried out by an engine. */
export function createRouter(engine: Engine) {
  const api = implement(contract);
  const jobs = new Map<string, AbortController>();
  return api.router({
    convert: api.convert.handler(async function* ({ input, signal }) {
      const cancel = new AbortController();
      const model = await answer(input.model, () => resolveModel(engine, input.model));
      if (input.job !== undefined) jobs.set(input.job, cancel);
      const end = engine.activity.begin();
      try {
        const signals = [cancel.signal, ...(signal ? [signal] : [])];
        const host = { engine, appVersion: engine.config.appVersion };
        yield* convertBatch(host, { ...input, model }, AbortSignal.any(signals));
      } finally {
        end();
        if (input.job !== undefined) jobs.delete(input.job);
      }
    }),
    cancel: api.cancel.handler(({ input }) => {
      const job = jobs.get(input.job);
      job?.abort();
      return job !== undefined;
    }),
    depth: api.depth.handler(({ input, signal }) => answer(input.path, () => depthOf(engine, input, { signal }))),
    compare: api.compare.handler(({ input, signal }) => answer(input.path, () => compare(engine, input, signal))),
    admit: api.admit.handler(({ input }) => {
      engine.admitted.set(input.id, input);
    }),
    depthView: {
      depth: api.depthView.depth.handler(async function* ({ input: { id }, signal = new AbortController().signal }) {
        yield* eventsOf<DepthEvent>(signal, (emit, raised) => answer(id, () => tellDepth(engine, id, emit, raised)));
      }),
    },
    predicted: api.predicted.handler(async ({ input: { paths, ...choice } }) => {
      const model = await answer(choice.model, () => resolveModel(engine, choice.model));
      return Promise.all(paths.map((path) => isPredicted(engine, path, { ...choice, model }).catch(() => false)));
    }),
    picture: api.picture.handler(({ input: { path, longestSidePx } }) =>
      answer(path, async () => new Uint8Array(await engine.pictures.read(path, longestSidePx))),
    ),
    list: api.list.handler(({ input: { path } }) => answer(path, () => listFolder(path))),
    inspect: api.inspect.handler(({ input }) =>
      answer(input.path, () => inspectPhoto(input.path, input.focal, engine.heic)),
    ),
    ...modelCalls(engine),
    ...decoderCalls(engine),
    cacheUsage: api.cacheUsage.handler(async () => {
      const bytes = await Promise.all([engine.cache?.usageBytes() ?? 0, engine.pictures.usageBytes()]);
      return { bytes: bytes[0] + bytes[1] };
    }),
    clearCache: api.clearCache.handler(async () => {
      await Promise.all([engine.cache?.clear(), engine.pictures.clear()]);
    }),
    ...deviceCalls(engine),
  });
}

/** The calls about devices and precisions. */
function deviceCalls(engine: Engine) {
  const api = implement(contract);
  return {
    tellGraphics: api.tellGraphics.handler(({ input }) => {
      engine.tellGraphics(input);
    }),
    choice: api.choice.handler(({ input }) => answer(input.model, () => chosenPrecision(engine, input))),
    diagnose: api.diagnose.handler(({ input }) => answer(input.model, () => diagnose(engine, input))),
    locate: api.locate.handler(({ input }) => answer(input.model, () => locate(engine, input))),
  };
}

/** The calls about models. */
function modelCalls(engine: Engine) {
  const api = implement(contract);
  return {
    models: api.models.handler(() => listModels(engine)),
    pullModel: api.pullModel.handler(async function* ({ input, signal = new AbortController().signal }) {
      const pull = eventsOf<DownloadProgress>(signal, (onProgress, raised) =>
        answer(input.id, () => pullModel(engine.models, input.id, { onProgress, signal: raised })),
      );
      yield* pull;
    }),
    inspectModel: api.inspectModel.handler(({ input: { path, answers } }) =>
      answer(path, () => inspectModel(path, answers)),
    ),
    importModel: api.importModel.handler(async function* ({ input, signal = new AbortController().signal }) {
      yield* eventsOf<ImportEvent>(signal, (onEvent, raised) =>
        answer(input.path, () => importModel(engine, input, { onEvent, signal: raised })),
      );
    }),
    tryModel: api.tryModel.handler(({ input }) => answer(input.model, () => tryModel(engine, input))),
    measureModels: api.measureModels.handler(async function* ({ input, signal = new AbortController().signal }) {
      yield* eventsOf<MeasureEvent>(signal, (onEvent, raised) =>
        answer('models', () => measureModels(engine, input, { onEvent, signal: raised })),
      );
    }),
    removeModel: api.removeModel.handler(({ input, signal = new AbortController().signal }) =>
      answer(input.id, () => removeModel(engine.models, input.id, signal)),
    ),
    verifyModel: api.verifyModel.handler(({ input }) =>
      answer(input.id, () => verifyModelFiles(engine.models, input.id)),
    ),
  };
}

/** The calls about decoders. */
function decoderCalls({ decoders }: Engine) {
  const api = implement(contract);
  return {
    decoders: api.decoders.handler(() => decoders.list()),
    installDecoder: api.installDecoder.handler(async function* ({ input, signal = new AbortController().signal }) {
      yield* eventsOf<DownloadProgress>(signal, (onProgress, raised) =>
        answer(input.id, () => decoders.install(input.id, { onProgress, signal: raised })),
      );
    }),
    removeDecoder: api.removeDecoder.handler(({ input, signal = new AbortController().signal }) =>
      answer(input.id, () => decoders.remove(input.id, signal)),
    ),
  };
}

async function compare(
  engine: Engine,
  { choices: [reference, other], ...request }: CompareRequest,
  signal: AbortSignal | undefined,
): Promise<Comparison> {
  const end = engine.activity.begin();
  try {
    const choices: CompareRequest['choices'] = [
      { ...reference, model: await resolveModel(engine, reference.model) },
      { ...other, model: await resolveModel(engine, other.model) },
    ];
    return await comparePhoto(engine, { ...request, choices }, signal);
  } finally {
    end();
  }
}

/** What a request for a precision comes down to: as far as is known, or tried now where nobody else has it tried. */
async function chosenPrecision(engine: Engine, request: ModelChoice): Promise<PrecisionChoice> {
  const model = await engine.models.open(await resolveModel(engine, request.model));
  return (await usualRung(engine, model, request, waitsToBeAsked(request) ? 'missing' : 'never')).precision;
}

/** What a person waits for: ahead of every batch. */
async function depthOf(
  engine: Engine,
  request: DepthRequest,
  options: Pick<EstimateOptions, 'signal' | 'onStage'>,
): Promise<DepthResult> {
  const end = engine.activity.begin();
  try {
    const model = await resolveModel(engine, request.model);
    const estimate = await estimateDepth(
      engine,
      request.path,
      { ...request, model },
      { ...options, priority: INTERACTIVE_PRIORITY },
    );
    const result = depthResult(estimate, maskSettingsOf(request));
    void estimate.remember();
    return result;
  } finally {
    end();
  }
}

/** {@link depthOf} an admitted photo, with the stages it goes through. */
async function tellDepth(
  engine: Engine,
  id: string,
  emit: (event: DepthEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const depth = await depthOf(engine, admittedPhoto(engine, id), {
    signal,
    onStage: (stage) => {
      emit({ event: 'stage', stage });
    },
  });
  emit({ event: 'stage', stage: 'send' });
  emit({ event: 'depth', depth });
}

function admittedPhoto({ admitted }: Engine, id: string): Admission {
  const admission = admitted.get(id);
  if (admission) return admission;
  throw new FailureError('PhotoUnreadable', `no photo was admitted as ${id}`, 'Open the photo again.');
}

/** Runs a call about one photo or model; what it throws becomes the contract's typed error. */
async function answer<Result>(subject: string, task: () => Promise<Result>): Promise<Result> {
  try {
    return await task();
  } catch (error) {
    const { code, message, remedy } = failureOf(error, subject);
    throw new ORPCError(code, { message, data: { remedy }, cause: error });
  }
}

function depthResult(
  { photo, camera, depth, scale, model, modelSha256, importedDepth, provider, precision, ms }: Estimate,
  masks: MaskSettings,
): DepthResult {
  return {
    ...depth.size,
    depthMetres: owned(depth.depthMetres),
    mask: new Uint8Array(maskDepth(depth, masks)),
    normals: depth.normals && owned(depth.normals),
    confidence: depth.confidence && owned(depth.confidence),
    intrinsics: depth.intrinsics,
    camera,
    photo: photo.size,
    followsFocal: depthFollowsFocal(model.camera),
    ...(scale && { scale }),
    model: { id: model.id, sha256: modelSha256 },
    ...(importedDepth && { importedFrom: path.basename(importedDepth.path) }),
    provider: provider.name,
    precision,
    ms,
  };
}

/** An array over a buffer of its own, as structured clone and the contract's schema want it. */
const owned = (array: Float32Array): Float32Array<ArrayBuffer> => new Float32Array(array);
