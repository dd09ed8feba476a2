import { startSessionThread } from '../../src/engine/inference/session-thread';
import { ModelStore } from '../../src/engine/inference/model-store';
import { CORES, modelsFolder, sessionWorker } from '../workload/project';

// Tells how long a model of the user’s takes, as an engine opens it for the first photo: a store that has opened
// nothing yet, then the session's thread, which loads ONNX Runtime.
const [id, userModelsFolder] = process.argv.slice(2) as [string, string];
const started = performance.now();
const { descriptor, file } = await new ModelStore(modelsFolder, userModelsFolder).open(id);
const checkMs = performance.now() - started;
const means = { provider: 'cpu', precision: 'fp32', optimisation: 'all', threads: CORES } as const;
const session = await startSessionThread(sessionWorker, { descriptor, file, ...means });
console.log(JSON.stringify({ totalMs: performance.now() - started, checkMs }));
await session.release();
