import type { ModelInfo } from '../../contract/models';
import { memoryNeedOf } from '../../core/models/memory-need';
import { chooseTiers, TIERS } from '../../core/models/tiers';
import type { Engine } from '../engine';
import type { StoredModel } from '../inference/model-store';
import type { Measurement } from '../../contract/measure';
import type { VerifiedModel } from '../inference/verified-model';
import { usualRung, type RungMeans } from '../usual-rung';

type Models = RungMeans & Pick<Engine, 'models' | 'measurements' | 'predictor' | 'freeMemoryBytes'>;

/** All models, with what was measured of those that are ready and which of them is the fast, the balanced and the best. */
export async function listModels(engine: Models): Promise<ModelInfo[]> {
  const freeBytes = engine.freeMemoryBytes();
  const models = await Promise.all((await engine.models.list()).map((model) => weigh(engine, model, freeBytes)));
  const tiers = chooseTiers(
    models
      .filter(({ status, needsPrecision }) => status === 'ready' && needsPrecision === undefined)
      .map(({ id, accuracy = [], measured, tooLarge }) => ({
        id,
        accuracy,
        msPerPhoto: measured?.msPerPhoto,
        fits: tooLarge === undefined,
      })),
  );
  return models.map((model) => ({
    ...model,
    tiers: TIERS.flatMap((tier) => {
      const choice = tiers[tier];
      return choice?.id === model.id ? [{ tier, reason: choice.reason }] : [];
    }),
  }));
}

async function weigh(engine: Models, model: StoredModel, freeBytes: number): Promise<Omit<ModelInfo, 'tiers'>> {
  if (model.status !== 'ready') return model;
  const opened = await engine.models.open(model.id);
  const measured = await measuredOf(engine, opened);
  const need = memoryNeedOf(opened.descriptor, measured?.peakMemoryBytes);
  // A model that runs already has its memory.
  const fits = need.bytes <= freeBytes || engine.predictor.runs(opened);
  return {
    ...model,
    ...(measured && { measured }),
    ...(!fits && { tooLarge: { needsBytes: need.bytes, freeBytes } }),
  };
}

/** What was measured of a model where it would run now; nothing where it would run nowhere. */
async function measuredOf(engine: Models, model: VerifiedModel): Promise<Measurement | undefined> {
  const rung = await usualRung(engine, model).catch(() => undefined);
  return rung && engine.measurements.find(model, rung.provider);
}
