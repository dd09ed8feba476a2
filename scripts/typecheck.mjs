import { setUpTools } from './setup.mjs';
import { checks, runSteps } from './tools.mjs';

await setUpTools();
runSteps([checks.types]);
