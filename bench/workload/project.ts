import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the clone; this code runs from `out/bench`. */
export const projectFolder = fileURLToPath(new URL('../..', import.meta.url));

/** Everything the benchmarks build or write; ignored by git. */
export const benchFolder = path.join(projectFolder, 'out', 'bench');

export const builtCli = path.join(projectFolder, 'out', 'main', 'cli.cjs');
export const sessionWorker = path.join(projectFolder, 'out', 'main', 'session-worker.cjs');
export const heicWorker = path.join(projectFolder, 'out', 'main', 'heic-worker.cjs');
export const modelsFolder = path.join(projectFolder, 'models');
export const modelFile = path.join(modelsFolder, 'fathom-s.onnx');

/** The cores every figure is meant for. */
export const CORES = 2;
