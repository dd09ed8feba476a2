import os from 'node:os';
import sharp from 'sharp';
import { env } from 'onnxruntime-node';
import type { Diagnosis, DiagnosisRequest } from '../contract/diagnosis';
import type { ModelInfo } from '../contract/models';
import type { IslandRow } from '../core/onnx/convert/place-islands';
import { truthInOneSentence } from '../core/precision/one-sentence';
import type { Verdict } from '../core/precision/verdict';
import type { Engine } from './engine';
import { FailureError } from './failure-error';
import { islandsOf } from './precision/converted-graph';
import { listModels } from './models/list-models';
import { PHOTO_FORMATS } from './photo/photo-formats';
import { sampleGeometry } from './sample-geometry';

/**
 * What this machine can do, what became of a model's rungs on it, and whether the models are whole. Tries rungs only where
 * it is asked to.
 */
export async function diagnose(engine: Engine, request: DiagnosisRequest): Promise<Diagnosis> {
  const { config, rungs, decoders } = engine;
  const list = (await listModels(engine)).filter(({ status }) => status !== 'pull' && status !== 'import');
  const added = (await decoders.list()).filter(({ status }) => status === 'ready').flatMap(({ formats }) => formats);
  const devices = await rungs.devices();
  const ladder = await rungs.ladder();
  const isKnown = list.length === 0 || list.some(({ id }) => id === request.model);
  const verdicts = await verdictsOf(engine, request, isKnown);
  return {
    versions: {
      fathom: config.appVersion,
      node: process.versions.node,
      onnxRuntime: env.versions.node ?? 'unknown',
      sharp: sharp.versions.sharp,
    },
    system: {
      platform: `${os.platform()} ${os.arch()}`,
      cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
      cores: os.availableParallelism(),
      memoryBytes: os.totalmem(),
    },
    devices,
    ladder: ladder.map(({ device, rung }) => ({ ...rung, device })),
    verdicts,
    ...(request.islands && { islands: await islandRowsOf(engine, request.model) }),
    missing: await rungs.missing(),
    photoFormats: [...PHOTO_FORMATS, ...added],
    models: list,
    folders: { models: config.modelsFolder, cache: config.cache?.folder },
    sentence: [truthInOneSentence(devices, verdicts), ...notReady(list, config.modelsFolder)].join(' '),
  };
}

/** Of the sample photo's size; none where the model is not there to be run. */
async function verdictsOf(engine: Engine, request: DiagnosisRequest, isKnown: boolean): Promise<Verdict[]> {
  const { config, models, rungs } = engine;
  if (!config.probe) return [];
  rungs.assertDevice(request.device);
  try {
    const model = await models.open(request.model);
    return await rungs.verdicts(model, await sampleGeometry(engine, model), request, request.testing);
  } catch (error) {
    // A model that is known and not whole is told of in the sentence.
    if (error instanceof FailureError && error.failure.code !== 'ModelFailed' && isKnown) return [];
    throw error;
  }
}

/** None where the model is not there to be read: the sentence tells of that. */
async function islandRowsOf(engine: Engine, id: string): Promise<readonly IslandRow[]> {
  try {
    const model = await engine.models.open(id);
    const ranges = await engine.rungs.ranges(model, await sampleGeometry(engine, model));
    return islandsOf(model, ranges?.kind === 'made' ? ranges.calibration : undefined);
  } catch (error) {
    if (error instanceof FailureError) return [];
    throw error;
  }
}

function notReady(list: readonly ModelInfo[], folder: string): string[] {
  if (list.length === 0) return [`There is no model in ${folder}.`];
  return list.filter(({ status }) => status !== 'ready').map(({ id, status }) => `Model ${id} is ${status}.`);
}
