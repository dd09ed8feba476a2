import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { reasonOf } from '../../scripts/setup/electron.mjs';
import { windowEnvironment } from '../../scripts/start/window-environment.mjs';

const project = path.resolve(import.meta.dirname, '../..');

describe('npm start', () => {
  it('says that there is no display, and serves a browser with the same arguments instead', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'fathom-start-'));
    const { DISPLAY, WAYLAND_DISPLAY, ...env } = process.env;
    const script = path.join(project, 'scripts/start.mjs');
    const args = [script, 'resources/samples', '--port', '0', '--out', folder];
    const started = spawn(process.execPath, args, {
      cwd: project,
      env: { ...env, INIT_CWD: project, FATHOM_DATA: folder, FATHOM_CACHE: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let words = '';
    started.stderr.on('data', (chunk: Buffer) => (words += chunk.toString()));
    let address = '';
    for await (const chunk of started.stdout) {
      address += String(chunk);
      if (address.includes('\n')) break;
    }
    expect(words).toContain('No window can be opened: there is no display here');
    expect(words).toContain(path.join('resources', 'samples'));
    // The address's token is exchanged for a cookie.
    const welcome = await fetch(address.trim(), { redirect: 'manual' });
    const cookie = welcome.headers.get('set-cookie')?.split(';')[0] ?? '';
    const page = await fetch(new URL('/', address.trim()), { headers: { cookie } });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<!doctype html>');
    started.kill('SIGTERM');
    expect(await once(started, 'exit')).toEqual([0, null]);
    rmSync(folder, { recursive: true, force: true });
  });
});

describe('windowEnvironment', () => {
  it('takes any screen there is, and tells Chromium where it runs as root', () => {
    expect(windowEnvironment('linux', {}, 1000)).toEqual({ kind: 'none' });
    expect(windowEnvironment('linux', { DISPLAY: '' }, 1000)).toEqual({ kind: 'none' });
    expect(windowEnvironment('linux', { DISPLAY: ':0' }, 1000)).toEqual({ kind: 'window', options: [] });
    expect(windowEnvironment('linux', { WAYLAND_DISPLAY: 'wayland-0' }, 0)).toEqual({
      kind: 'window',
      options: ['--no-sandbox'],
    });
    expect(windowEnvironment('darwin', {}, 0)).toEqual({ kind: 'window', options: [] });
    expect(windowEnvironment('win32', {}, undefined)).toEqual({ kind: 'window', options: [] });
  });
});

describe('reasonOf', () => {
  it('finds the line that tells why a download failed', () => {
    expect(reasonOf('Downloading…\nTypeError: fetch failed\n    at node:internal')).toBe('TypeError: fetch failed');
    expect(reasonOf('\nout of luck\n')).toBe('out of luck');
    expect(reasonOf('')).toBe('it did not say why');
  });
});
