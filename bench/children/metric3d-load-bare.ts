import { timeMs } from '../harness/pairs';
import { openBareSession } from '../workload/metric3d';

// Tells how long ONNX Runtime takes to open the graph it is given, in a process that has opened none.
const [graph] = process.argv.slice(2) as [string];
console.log(JSON.stringify({ totalMs: await timeMs(() => openBareSession(graph)), checkMs: 0 }));
