import { existsSync, readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli, startCli, type CliOptions, type RunningCli } from '../fixtures/cli';
import { placeCodedPicture, sharpOf } from '../fixtures/pictures';
import { expectOnlyWholeResults } from '../fixtures/read-back';
import { ask, killEngine, openWindow, rootsOf } from '../fixtures/served-app';
import { tempFolder } from '../fixtures/temp-folder';

const folder = tempFolder();
const photos = path.join(folder, 'photos');
const text = path.join(folder, 'text.txt');
const options: CliOptions = {
  env: { FATHOM_CACHE: path.join(folder, 'cache'), FATHOM_DATA: path.join(folder, 'data'), HOME: folder },
};
const started: RunningCli[] = [];

function serve(...args: string[]): RunningCli {
  const run = startCli(['serve', ...args], options);
  started.push(run);
  return run;
}

let taken: Server;
let takenPort: string;

beforeAll(async () => {
  await mkdir(photos);
  await sharpOf(placeCodedPicture()).jpeg().toFile(path.join(photos, 'photo.jpg'));
  await writeFile(text, 'no folder');
  taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  takenPort = String((taken.address() as { port: number }).port);
});
afterAll(() => {
  taken.close();
  for (const { child } of started) child.kill('SIGKILL');
});

/** A server in the middle of writing a cloud of twelve million lines. */
async function serveBusily(out: string): Promise<RunningCli> {
  const large = path.join(folder, 'large');
  await mkdir(large, { recursive: true });
  await sharpOf(placeCodedPicture(4000, 3000)).jpeg().toFile(path.join(large, 'large.jpg'));
  const run = serve(large, '--port', '0', '--out', out);
  const { origin, searchParams } = new URL(await run.line('http://'));
  const window = await openWindow({ origin, token: searchParams.get('token')! });
  const [root] = await rootsOf(window);
  const [destination] = await window.app.exports.destinations();
  await window.app.exports.start({
    scope: { kind: 'folder', folder: root!.id, recursive: false },
    destination: destination!.id,
    options: { formats: ['xyz'], grid: 'photo' },
  });
  await expect
    .poll(() => existsSync(out) && readdirSync(out).some((name) => /^large\.xyz\..*\.part$/.test(name)), {
      timeout: 50_000,
    })
    .toBe(true);
  return run;
}

describe.skipIf(process.platform === 'win32')('fathom serve while it exports', () => {
  it('finishes the file being written at the first Ctrl-C, which a terminal sends to the engine too', async () => {
    const out = path.join(folder, 'out-once');
    const run = await serveBusily(out);
    await killEngine({ dataFolder: path.join(folder, 'data') }, 'SIGINT');
    run.child.kill('SIGINT');
    expect(await run.result).toMatchObject({ code: 0, signal: null });
    await expectOnlyWholeResults(out);
    expect(readdirSync(out).sort()).toEqual(['large.json', 'large.xyz']);
  });

  it('ends in order though its engine does not', async () => {
    const run = await serveBusily(path.join(folder, 'out-crash'));
    run.child.kill('SIGINT');
    await killEngine({ dataFolder: path.join(folder, 'data') });
    expect(await run.result).toMatchObject({
      code: 0,
      signal: null,
      stderr: expect.not.stringContaining('    at ') as string,
    });
  });

  it('ends at once at the second', async () => {
    const run = await serveBusily(path.join(folder, 'out-twice'));
    run.child.kill('SIGINT');
    await new Promise<void>((resolve) => {
      run.child.stderr!.on('data', (text: string) => {
        if (text.includes('Stopping')) resolve();
      });
    });
    run.child.kill('SIGINT');
    expect(await run.result).toMatchObject({ code: 130 });
  });
});

describe('fathom serve', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('prints an address that opens, and ends at %s', async (signal) => {
    const run = serve(photos, '--port', '0');
    const address = await run.line('http://');
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/);
    const { origin, search } = new URL(address);
    const { headers } = await ask(origin, `/${search}`);
    const page = await ask(origin, '/', { headers: { cookie: headers['set-cookie']![0]!.split(';')[0] } });
    expect(page).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } });
    run.child.kill(signal);
    const { code, stdout, stderr } = await run.result;
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${address}\n` });
    expect(stderr).toContain(`Serving ${photos}\nExports go to ${path.join(folder, 'fathom-exports')}\n`);
    expect(stderr).toContain('Ctrl-C again');
    expect(stderr).not.toContain('Warning');
    await expect(fetch(origin)).rejects.toThrow();
  });

  it('takes the token that it is given', async () => {
    const run = serve(photos, '--port', '0', '--token', '0123456789.abcdef');
    expect(new URL(await run.line('http://')).searchParams.get('token')).toBe('0123456789.abcdef');
    run.child.kill();
    await run.result;
  });

  it('warns, and is known by this machine’s addresses, where others can reach it', async () => {
    const run = serve(photos, '--port', '0', '--host', '0.0.0.0');
    const { port, search } = new URL(await run.line('http://'));
    const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
    for (const { address, family } of addresses.filter(({ family }) => family === 'IPv4')) {
      const origin = `http://${address}:${port}`;
      expect({ family, status: (await ask(origin, `/${search}`)).status }).toEqual({ family, status: 303 });
    }
    const headers = { host: 'evil.example' };
    expect((await ask(`http://127.0.0.1:${port}`, `/${search}`, { headers })).status).toBe(403);
    run.child.kill();
    expect((await run.result).stderr).toMatch(
      /Warning: other machines can reach this address.*nothing on the way is encrypted/s,
    );
  });

  it.each([
    ['a folder that is not there', () => [path.join(folder, 'nowhere')], 'there is no folder'],
    ['a file', () => [text], 'is no folder: name the one that holds it'],
    ['a port that is taken', () => [photos, '--port', takenPort], 'is taken: choose another with --port N'],
    ['a host of another machine', () => [photos, '--host', '192.0.2.1'], '192.0.2.1 is no address of this machine'],
    ['a host that is none', () => [photos, '--host', 'nowhere.invalid'], 'nowhere.invalid'],
    ['exports into a file', () => [photos, '--out', text], 'is a file: name a folder for exports with --out DIR'],
    ['a token that can be guessed', () => [photos, '--token', '1234'], '--token takes 16'],
  ])('refuses %s in words, with status 2', async (_, args, words) => {
    const { code, stdout, stderr } = await runCli(['serve', ...args()], options);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(words);
    expect(stderr).toMatch(/^fathom: /);
    expect(stderr).not.toContain('    at ');
  });
});
