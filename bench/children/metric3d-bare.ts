import { bareRun } from '../workload/metric3d';

// Opens the graph it is given and runs it once: what ONNX Runtime takes for that.
const [graph] = process.argv.slice(2) as [string];
const { run } = await bareRun(graph);
await run();
