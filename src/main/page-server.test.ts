import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { servePage, type PageSources } from './page-server';

let sources: PageSources;
beforeAll(() => {
  const uiFolder = mkdtempSync(path.join(tmpdir(), 'fathom-page-'));
  writeFileSync(path.join(uiFolder, 'index.html'), 'the page');
  const picture: PageSources['picture'] = (request) =>
    Promise.resolve(new URL(request.url).pathname.startsWith('/thumb/') ? new Response('jpeg') : undefined);
  sources = { uiFolder, picture };
});
afterAll(() => rmSync(sources.uiFolder, { recursive: true }));

const ask = (address: string, method = 'GET') => servePage(new Request(address, { method }), sources);

it('serves the page with a strict policy', async () => {
  const response = await ask('app://local/');
  expect(await response.text()).toBe('the page');
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
});

it('serves pictures from their own source, with the same headers', async () => {
  const response = await ask('app://local/thumb/abcdefgh/1');
  expect(await response.text()).toBe('jpeg');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
});

it('answers HEAD without a body', async () => {
  const response = await ask('app://local/index.html', 'HEAD');
  expect(response.status).toBe(200);
  expect(await response.text()).toBe('');
});

it('refuses other methods, other hosts and unknown files, each with the headers', async () => {
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
    expect((await ask('app://local/index.html', method)).status).toBe(405);
  }
  for (const address of ['app://other/index.html', 'app://local:8080/', 'https://local/', 'app://local/no.html']) {
    const response = await ask(address);
    expect([address, response.status]).toEqual([address, 404]);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  }
});
