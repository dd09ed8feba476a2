import { spawn, spawnSync } from 'node:child_process';
import { link, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { builtCli } from '../../scripts/setup/project.mjs';
import { writeJpegs } from '../fixtures/pictures';
import { expectOnlyWholeResults } from '../fixtures/read-back';
import { tempFolder } from '../fixtures/temp-folder';

const folder = tempFolder();
const photos = path.join(folder, 'photos');
/** So many that none of the test's own delays lets them all be through. */
const many = path.join(folder, 'many');
const MANY = 200;
const CTRL_C = '\x03';
/** util-linux's `script` runs a command on a terminal of its own. */
const hasTerminal = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0;
if (!hasTerminal) console.log('Skipped: the progress bar is tested on Linux with the command "script".');

/** Runs `fathom convert` on a terminal; types Ctrl-C once `interruptAt` has appeared. */
function convertOnTerminal(
  from: string,
  out: string,
  interruptAt?: string,
): Promise<{ code: number | null; screen: string }> {
  const command = [process.execPath, builtCli, 'convert', from, '--out', out, '--no-cache', '--max-points', '100'];
  const child = spawn('script', ['-qec', `stty cols 60; exec ${command.join(' ')}`, '/dev/null']);
  let screen = '';
  let interrupted = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen += text;
    if (interruptAt === undefined || interrupted || !screen.includes(interruptAt)) return;
    interrupted = true;
    child.stdin.write(CTRL_C);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, screen });
    });
  });
}

beforeAll(async () => {
  await mkdir(photos);
  await writeJpegs(Array.from({ length: 8 }, (_, i) => path.join(photos, `${String(i)}.jpg`)));
  await writeFile(path.join(photos, 'text.jpg'), 'no photo');
  await mkdir(many);
  for (let i = 0; i < MANY; i++)
    await link(path.join(photos, `${String(i % 8)}.jpg`), path.join(many, `${String(i)}.jpg`));
});

describe.skipIf(!hasTerminal)('fathom convert on a terminal', () => {
  it('keeps a bar below the lines, counts up, and cleans up behind itself', async () => {
    const { code, screen } = await convertOnTerminal(photos, path.join(folder, 'out'));
    expect(code).toBe(1);
    const words = stripVTControlCharacters(screen);
    expect(words).toMatch(/░{24} 0\/9 {2}\? left {2}(decode|infer|write) \d\.jpg/);
    expect(words).toMatch(/█░+ [1-8]\/9 {2}\d+s left {2}(decode|infer|write) \w+\.jpg/);
    expect(words).not.toMatch(/\{\w+\}|NaN|NF|NULL|undefined/);
    const lines = words.split(/\r?\n/);
    expect(lines.filter((line) => /done {5}\S+\.jpg: 100 points, .* ms$/.test(line))).toHaveLength(8);
    expect(words).toMatch(/8 done, 1 failed, 0 skipped, [\d.]+ s\s*$/);
    const [shown, hidden] = ['\x1b[?25h', '\x1b[?25l'].map((sequence) => screen.lastIndexOf(sequence));
    expect(shown).toBeGreaterThan(hidden!);
  });

  it('stops at Ctrl-C with the report and the cursor', async () => {
    const out = path.join(folder, 'interrupted');
    const { code, screen } = await convertOnTerminal(many, out, 'done  ');
    expect(code).toBe(130);
    expect(stripVTControlCharacters(screen)).toMatch(/\d+ done, 0 failed, 0 skipped, \d+ cancelled, [\d.]+ s\s*$/);
    expect(screen.lastIndexOf('\x1b[?25h')).toBeGreaterThan(screen.lastIndexOf('\x1b[?25l'));
    await expectOnlyWholeResults(out);
  });
});
