import { TIERS, type Tier } from '../../core/models/tiers';
import { FailureError } from '../failure-error';
import { listModels } from './list-models';

/**
 * The id of the model that is meant: the one named, or the one that is fast, balanced or best on this machine now.
 *
 * @throws FailureError `ModelMissing` where nothing can be said of any model.
 */
export async function resolveModel(engine: Parameters<typeof listModels>[0], name: string): Promise<string> {
  if (!isTier(name)) return name;
  const models = await listModels(engine);
  const chosen = models.find(({ tiers }) => tiers.some(({ tier }) => tier === name));
  if (chosen) return chosen.id;
  const isMeasured = models.some(({ measured }) => measured !== undefined);
  throw new FailureError(
    'ModelMissing',
    isMeasured ? `no model here can be called ${name}: see \`fathom models\`` : 'the models here were not measured yet',
    isMeasured ? 'Name a model.' : 'Run `fathom models measure` once, or name a model.',
  );
}

const isTier = (name: string): name is Tier => TIERS.some((tier) => tier === name);
