import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from './setup/project.mjs';

/**
 * Prints what became of every rung of the embedded model and of the three skeletons on this machine, as a table for
 * docs/precision-gpu.md. Needs the build (`npm run build`) and no package beyond those the build leaves outside, so that
 * it runs on a machine that has nothing but a graphics card. Linux: the skeletons go into a data folder of their own.
 */

/** The models, and the skeleton that stands for each. */
const MODELS = {
  'fathom-s': undefined,
  'metric3d-vit-small': 'metric3d-vit-small',
  'moge-2-vits-normal': 'moge-2-vits-normal',
  'depth-anything-v2-metric-indoor-small': 'depth-anything-v2-metric-small',
};

/**
 * The last Resize of this skeleton's graph has a constant for its size: the export was traced at that one.
 * @type {Record<string, object>}
 */
const FIXED_SIZES = { 'depth-anything-v2-metric-small': { kind: 'fixed', widthPx: 686, heightPx: 518 } };

const dataFolder = path.join(projectFolder, '.cache', 'precision-table');

/** @param {string} file */
const sha256Of = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');

/**
 * Fills a skeleton's weights in where a model of that id belongs.
 * @param {string} id
 * @param {string} skeleton
 */
function install(id, skeleton) {
  const folder = path.join(dataFolder, 'fathom', 'models', id);
  if (existsSync(path.join(folder, 'descriptor.json'))) return;
  mkdirSync(folder, { recursive: true });
  const fill = path.join(projectFolder, 'test', 'skeletons', 'fill.mjs');
  spawnSync(process.execPath, [fill, skeleton, folder], { stdio: ['ignore', 'ignore', 'inherit'] });
  /** @type {{ id: string, input: { size: object } }[]} */
  const catalogue = JSON.parse(readFileSync(path.join(projectFolder, 'models', 'catalogue.json'), 'utf8'));
  const { input, ...descriptor } = /** @type {{ id: string, input: { size: object } }} */ (
    catalogue.find((model) => model.id === id)
  );
  const size = FIXED_SIZES[skeleton] ?? input.size;
  const files = [`${skeleton}.onnx`, `${skeleton}.weights`].map((name) => {
    const file = path.join(folder, name);
    return { name, bytes: readFileSync(file).byteLength, sha256: sha256Of(file), urls: [] };
  });
  writeFileSync(
    path.join(folder, 'descriptor.json'),
    JSON.stringify({ ...descriptor, input: { ...input, size }, files }),
  );
}

/**
 * @typedef {object} Verdict
 * @property {string} provider
 * @property {string} device
 * @property {string} precision
 * @property {{ graphOptimizationLevel: string, islands?: string }} options
 * @property {boolean} created
 * @property {boolean} ran
 * @property {number | null} absRelVsFp32
 * @property {number | null} ms
 * @property {string} status
 * @property {string} reason
 */

/**
 * Has every rung of a model tried.
 * @param {string} id
 * @returns {{ verdicts: Verdict[], islands: { rule: string, nodes: number }[], sentence: string }}
 */
function diagnose(id) {
  const cli = path.join(projectFolder, 'out', 'main', 'cli.cjs');
  const env = { ...process.env, XDG_DATA_HOME: dataFolder, FATHOM_CACHE: path.join(dataFolder, 'cache') };
  const run = spawnSync(process.execPath, [cli, 'doctor', '--model', id, '--fix', '--json'], { encoding: 'utf8', env });
  if (run.status !== 0) throw new Error(`fathom doctor --model ${id} ended with ${run.status}: ${run.stderr}`);
  return JSON.parse(run.stdout);
}

const yes = (/** @type {boolean} */ fact) => (fact ? 'yes' : 'no');
const number = (/** @type {number | null} */ value, /** @type {number} */ digits) =>
  value === null ? '–' : value.toPrecision(digits);

console.log('| model | provider | precision | islands | created | ran | drift | ms | verdict | why |');
console.log('| --- | --- | --- | --- | --- | --- | ---: | ---: | --- | --- |');
/** @type {string[]} */
const sentences = [];
for (const [id, skeleton] of Object.entries(MODELS)) {
  if (skeleton) install(id, skeleton);
  const { verdicts, islands, sentence } = diagnose(id);
  for (const { provider, precision, options, created, ran, absRelVsFp32, ms, status, reason } of verdicts) {
    const told = [id, provider, precision, options.islands ?? '–', yes(created), yes(ran)];
    const cells = [...told, number(absRelVsFp32, 2), number(ms, 3), status];
    console.log(`| ${[...cells, reason.replaceAll('|', '\\|').replace(/\s+/g, ' ')].join(' | ')} |`);
  }
  const kept = islands.map(({ rule, nodes }) => `${nodes} × ${rule}`).join(', ');
  sentences.push(`- ${id}: ${sentence} All islands of float16: ${kept}.`);
}
console.log(`\n${sentences.join('\n')}`);
