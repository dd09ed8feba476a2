import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { projectFolder } from './setup/project.mjs';
import { setUp } from './setup.mjs';

const benchFolder = path.join(projectFolder, 'bench');

await setUp();

// Not at the top: it needs packages, which a fresh clone has only once set-up is through.
const { build } = await import('vite');
await build({ root: benchFolder, configFile: path.join(benchFolder, 'vite.config.ts') });

// In a process of its own, so that what the build left in memory slows no measurement. ONNX Runtime sends usage data
// from whoever loads it, here also from the bare steps and from Python, unless it is told not to.
const entry = path.join(projectFolder, 'out', 'bench', 'main.js');
const env = { ...process.env, ORT_DISABLE_TELEMETRY: '1' };
process.exitCode =
  spawnSync(process.execPath, [entry, ...process.argv.slice(2)], { stdio: 'inherit', env }).status ?? 1;
