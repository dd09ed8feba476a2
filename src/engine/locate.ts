import type { FaultLocation, LocationRequest } from '../contract/diagnosis';
import type { Engine } from './engine';
import { locateFault } from './precision/locate-fault';
import { sampleGeometry } from './sample-geometry';

/**
 * Where each rung of a model goes wrong that runs and gives wrong numbers, at the sample photo's size; none where none does.
 *
 * @throws FailureError where the model or the device is not there.
 */
export async function locate(engine: Engine, { model: id, device }: LocationRequest): Promise<FaultLocation[]> {
  engine.rungs.assertDevice(device);
  const model = await engine.models.open(id);
  const wrong = await engine.rungs.wrongRungs(model, await sampleGeometry(engine, model), device);
  const located: FaultLocation[] = [];
  for (const rung of wrong.rungs) located.push(await locateFault(wrong, rung));
  return located;
}
