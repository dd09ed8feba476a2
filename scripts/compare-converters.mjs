import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { runnerImport } from 'vite';
import { projectFolder } from './setup/project.mjs';

/**
 * Prints what this converter, onnxconverter-common's and NVIDIA ModelOpt's AutoCast keep in float32 of the skeletons and of
 * the embedded model, and how far each graph drifts on the CPU: the table of docs/precision-converters.md. The Python that
 * the others need is made once in a throw-away environment under `.cache`.
 */

const PACKAGES = ['onnx==1.23.2', 'onnxconverter-common==1.16.0', 'onnxruntime==1.32.0'];

/** With what AutoCast calls. ModelOpt also asks for PyTorch, gigabytes that AutoCast has no use for: see compare.py. */
const AUTOCAST = [
  ...[
    'nvidia-modelopt==0.47.0',
    'onnx-graphsurgeon==0.6.1',
    'polygraphy==0.53.6',
    'onnxscript==0.7.2',
    'onnx-ir==1.1.0',
  ],
  ...['lief==1.0.0', 'onnxslim==0.1.98', 'scipy', 'pydantic', 'pydantic-core', 'annotated-types', 'typing-inspection'],
  ...[
    'rich',
    'tqdm',
    'packaging',
    'pygments',
    'markdown-it-py',
    'mdurl',
    'typing-extensions',
    'colored',
    'sympy',
    'mpmath',
  ],
];

const SKELETONS = ['depth-anything-v2-metric-small', 'moge-2-vits-normal', 'metric3d-vit-small'];
const folder = path.join(projectFolder, '.cache', 'converters');
const python = path.join(folder, 'python', 'bin', 'python');

/**
 * @param {string} command
 * @param {string[]} args
 * @param {'ignore' | 'inherit'} shown
 */
function run(command, args, shown = 'ignore') {
  const { status } = spawnSync(command, args, { stdio: ['ignore', shown, 'ignore'] });
  if (status !== 0) throw new Error(`${command} ${args.slice(0, 3).join(' ')} ended with ${String(status)}`);
}

function makeEnvironment() {
  if (existsSync(python)) return;
  run('python3', ['-m', 'venv', path.dirname(path.dirname(python))]);
  const install = ['-m', 'pip', 'install', '--quiet', '--retries', '1', '--only-binary', ':all:'];
  run(python, [...install, ...PACKAGES]);
  try {
    run(python, [...install, '--no-deps', ...AUTOCAST]);
  } catch (error) {
    console.error(`skipped: AutoCast cannot be installed (${String(error)})`);
  }
}

/**
 * The graph of a model, in a folder of its own.
 * @param {string} name
 */
function graphOf(name) {
  const own = path.join(folder, name);
  const file = path.join(own, `${name}.onnx`);
  if (existsSync(file)) return file;
  if (SKELETONS.includes(name)) {
    run(process.execPath, [path.join(projectFolder, 'test', 'skeletons', 'fill.mjs'), name, own]);
  } else {
    mkdirSync(own, { recursive: true });
    copyFileSync(path.join(projectFolder, 'models', `${name}.onnx`), file);
  }
  return file;
}

makeEnvironment();
/**
 * What is used of the engine's converter.
 * @typedef {{ fileFor: (model: object, precision: string, provider: string, placement: object) => Promise<string | undefined> }} Converter
 * @type {{ module: { withConversions: (converter: object, places: object) => Converter } }}
 */
const { module: converting } = await runnerImport(
  path.join(projectFolder, 'src', 'engine', 'precision', 'converted-graph.ts'),
);
console.log('| model | converter | nodes in float32 | in float16 | casts | drift on the CPU |');
console.log('| --- | --- | ---: | ---: | ---: | --- |');
for (const name of ['fathom-s', ...SKELETONS]) {
  const file = graphOf(name);
  const model = { descriptor: { id: name, precisions: ['fp32'] }, file, sha256: '0'.repeat(64) };
  const none = { offers: () => false, fileFor: () => Promise.resolve(undefined), discard: () => Promise.resolve() };
  const converter = converting.withConversions(none, { bundledFolder: projectFolder, spareFolder: undefined });
  const ours = [];
  for (const islands of ['types', 'range', 'all']) {
    ours.push((await converter.fileFor(model, 'fp16', 'cpu', { islands })) ?? file);
  }
  run(python, [path.join(projectFolder, 'scripts', 'converters', 'compare.py'), name, file, ...ours], 'inherit');
}
