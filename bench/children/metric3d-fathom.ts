import { startFathom } from '../workload/fathom';
import { CORES } from '../workload/project';

// Converts one photo with a model of the user's.
const [photo, folder, id, userModelsFolder] = process.argv.slice(2) as [string, string, string, string];
const fathom = startFathom(folder, CORES, { id, userModelsFolder });
await fathom.convert([photo], folder);
await fathom.release();
