import { mkdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { env } from 'onnxruntime-node';
import { appCloud } from './cases/app-cloud';
import { appInput } from './cases/app-input';
import { appLibrary } from './cases/app-library';
import { appOrbit } from './cases/app-orbit';
import { appSliders } from './cases/app-sliders';
import { appStart } from './cases/app-start';
import { downloadRate } from './cases/download';
import { edges } from './cases/edges';
import { hundredPhotos } from './cases/hundred-photos';
import { int8Run } from './cases/int8-run';
import { metric3dLoad } from './cases/metric3d-load';
import { metric3dMemory } from './cases/metric3d-memory';
import { metric3dPhoto } from './cases/metric3d-photo';
import { mogePoints } from './cases/moge-points';
import { oneCore } from './cases/one-core';
import { onePhoto } from './cases/one-photo';
import { peakMemory } from './cases/peak-memory';
import { cloudWriters } from './cases/cloud-writers';
import { pythonReference } from './cases/python-reference';
import type { BenchCase } from './harness/bench-case';
import { markdownTable, resultLines, type CaseResult } from './harness/report';
import { benchFolder } from './workload/project';

/** The path from photo to cloud. */
const pathCases: readonly BenchCase[] = [
  onePhoto,
  hundredPhotos,
  peakMemory,
  pythonReference,
  oneCore,
  int8Run,
  ...cloudWriters,
  edges,
];
/** The models people download. */
const modelCases: readonly BenchCase[] = [metric3dPhoto, metric3dLoad, metric3dMemory, mogePoints, downloadRate];
/** The window: `npm run bench:app`. */
const appCases: readonly BenchCase[] = [appStart, appLibrary, appInput, appCloud, appSliders, appOrbit];
const cases = [...pathCases, ...modelCases, ...appCases];

const machine = {
  cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
  cores: os.availableParallelism(),
  platform: `${os.platform()} ${os.arch()}`,
  node: process.versions.node,
  onnxRuntime: env.versions.node ?? 'unknown',
  /** Processes that wanted a core during the minute before: 0 on a machine that has nothing else to do. */
  loadBefore: os.loadavg()[0]!,
};

function machineLine(): string {
  const { cpu, cores, platform, node, onnxRuntime, loadBefore } = machine;
  const versions = `Node ${node}, ONNX Runtime ${onnxRuntime}`;
  return `${cpu}, ${String(cores)} cores, ${platform}, ${versions}, load before ${loadBefore.toFixed(1)}`;
}

function chosenCases(names: readonly string[]): readonly BenchCase[] {
  if (names.length === 0) return [...pathCases, ...modelCases];
  if (names.join() === '--app') return appCases;
  return names.map((name) => {
    const found = cases.find((bench) => bench.name === name);
    if (found) return found;
    console.error(`There is no case "${name}"; there are: ${cases.map((bench) => bench.name).join(', ')}.`);
    return process.exit(2);
  });
}

async function runCase(bench: BenchCase): Promise<CaseResult> {
  const folder = path.join(benchFolder, 'work', bench.name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  try {
    return { bench, outcome: await bench.run(folder) };
  } catch (error) {
    console.error(error);
    return { bench, outcome: { kind: 'crashed', error: error instanceof Error ? error.message : String(error) } };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const results: CaseResult[] = [];
for (const bench of chosenCases(process.argv.slice(2))) {
  console.log(`\n${bench.name}: ${bench.title}`);
  const result = await runCase(bench);
  console.log(resultLines(result));
  results.push(result);
}
const resultsFile = path.join(benchFolder, 'results.json');
await writeFile(resultsFile, `${JSON.stringify({ machine, results }, null, 2)}\n`);
console.log(`\n${machineLine()}\n\n${markdownTable(results)}\n\nAlso in ${resultsFile}`);
process.exitCode = results.some(({ outcome }) => outcome.kind === 'crashed') ? 1 : 0;
