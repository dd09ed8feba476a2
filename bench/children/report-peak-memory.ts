import { writeFileSync } from 'node:fs';
import { peakMemoryBytes } from '../harness/peak-memory';

// Imported before any program: when that ends, its peak memory is written to the file BENCH_PEAK_FILE names.
process.on('exit', () => {
  writeFileSync(process.env['BENCH_PEAK_FILE']!, String(peakMemoryBytes()));
});
