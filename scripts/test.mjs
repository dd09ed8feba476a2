import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureChromium } from './setup/browser.mjs';
import { ensureBuild } from './setup/build.mjs';
import { cacheFolder } from './setup/project.mjs';
import { setUpTools } from './setup.mjs';
import { closingLine } from './test/closing-line.mjs';
import { checks, runSteps, runTool } from './tools.mjs';

const reportFile = path.join(cacheFolder, 'vitest.json');

await setUpTools();
runSteps([checks.types, checks.lint, checks.format]);

console.log('\n── Build ──');
await ensureBuild();

console.log('\n── Browser ──');
const chromium = await ensureChromium();
if (chromium) process.env['FATHOM_CHROMIUM'] = chromium;
console.log(chromium ?? 'none: tests that need one are skipped');

console.log('\n── Tests ──');
rmSync(reportFile, { force: true });
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
process.exitCode = runTool('vitest', ['run', ...reporters, ...process.argv.slice(2)]);
if (existsSync(reportFile)) {
  const report = /** @type {import('./test/closing-line.mjs').VitestReport} */ (
    JSON.parse(readFileSync(reportFile, 'utf8'))
  );
  console.log(closingLine(report));
}
