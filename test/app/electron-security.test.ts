import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchApp, whyNoElectron, type RunningApp } from '../electron/launch';

/** Every attempt runs as code of the page itself: what a test evaluates is free of the page's policy. */
describe.skipIf(whyNoElectron !== undefined)('a hostile page in the app', () => {
  let running: RunningApp;
  let server: Server;
  let web: string;
  const asked: string[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.setHeader('access-control-allow-origin', '*').end('from the web');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    web = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    running = await launchApp({ withTestPage: true });
    await running.page.waitForFunction(() => 'testPage' in window);
  });
  afterAll(async () => {
    await running.close();
    server.close();
  });
  beforeEach(() => running.page.evaluate(() => void window.testPage.violations.splice(0)));

  const violations = () => running.page.evaluate(() => window.testPage.violations);

  it('sees no Node, and of the app two calls', async () => {
    expect(await running.page.evaluate(() => window.testPage.attempts.node())).toEqual([]);
    const bridge = await running.page.evaluate(() =>
      Object.entries(window.fathom).map(([name, value]) => `${typeof value} ${name}`),
    );
    expect(bridge.sort()).toEqual(['function connect', 'function openDropped']);
    expect(await running.page.evaluate(() => window.testPage.attempts.worker())).toBe('undefined,undefined');
  });

  it('is isolated, sandboxed and without web views', async () => {
    const preferences = await running.app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      const contents = window!.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> };
      return contents.getLastWebPreferences();
    });
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      webSecurity: true,
    });
  });

  it('cannot make code of text', async () => {
    const outcomes = await running.page.evaluate(
      () => new Promise((resolve) => setTimeout(() => resolve(window.testPage.attempts.evaluate()))),
    );
    expect(outcomes).toEqual(['nothing', 'nothing', 'nothing']);
    expect((await violations()).every((directive) => directive.startsWith('script-src'))).toBe(true);
    expect((await violations()).length).toBeGreaterThan(0);
  });

  it('reads no file, by any spelling of its place', async () => {
    const addresses = [
      'file:///etc/passwd',
      'app://local/../../package.json',
      'app://local/../package.json',
      'app://local/..%2f..%2fpackage.json',
      'app://local/%2e%2e/%2e%2e/package.json',
      'app://local/%2e%2e%2f%2e%2e%2fpackage.json',
      'app://local/%252e%252e%252f%252e%252e%252fpackage.json',
      'app://local/..%5c..%5cpackage.json',
      'app://local/assets/..%2f..%2f..%2fpackage.json',
      'app://local//etc/passwd',
      'app://local/%2fetc%2fpasswd',
      'app://local/etc/passwd',
      'app://local/index.html%00.js',
      'app://local/C:/package.json',
      'app://other/index.html',
    ];
    const got = await running.page.evaluate((list) => window.testPage.attempts.load(list), addresses);
    expect(addresses.filter((_, i) => got[i] !== 'nothing')).toEqual([]);
    // The same way does lead to what it may have.
    const [own] = await running.page.evaluate(() => window.testPage.attempts.load(['app://local/index.html']));
    expect(own).toContain('Test page');
  });

  it('gets no picture by an id that was not handed out', async () => {
    const photo = path.resolve(import.meta.dirname, '../../resources/samples/coffee.jpg');
    const addresses = [
      '/thumb/abcdefgh/1',
      '/image/abcdefgh/1',
      '/image/..%2f..%2fetc%2fpasswd/1',
      `/image/${encodeURIComponent(photo)}/1`,
      '/thumb//1',
      '/image/',
    ];
    for (const address of addresses) {
      expect(await running.page.evaluate((where) => window.testPage.attempts.image(where), address)).toBe('nothing');
    }
  });

  it('may only ask, never send', async () => {
    expect(await running.page.evaluate(() => window.testPage.attempts.post('/index.html'))).toBe(405);
  });

  it('reaches nothing beyond the app', async () => {
    const { page } = running;
    expect(await page.evaluate((host) => window.testPage.attempts.load([`http://${host}/fetch`]), web)).toEqual([
      'nothing',
    ]);
    expect(await page.evaluate((host) => window.testPage.attempts.image(`http://${host}/image`), web)).toBe('nothing');
    expect(await page.evaluate((host) => window.testPage.attempts.socket(`ws://${host}/socket`), web)).toBe('nothing');
    expect(asked).toEqual([]);
    expect(await violations()).toEqual(expect.arrayContaining(['connect-src', 'img-src']));
  });

  it('reaches nothing even where its policy would let it', async () => {
    // The main process asks in the page's session, where no policy of the page holds.
    const answered = await running.app.evaluate(async ({ BrowserWindow, net }, address) => {
      const { session } = BrowserWindow.getAllWindows()[0]!.webContents;
      return new Promise<string>((resolve) => {
        const request = net.request({ url: address, session });
        request.on('response', () => resolve('an answer'));
        request.on('error', (error: Error) => resolve(error.message));
        request.end();
      });
    }, `http://${web}/session`);
    expect(answered).toContain('ERR_BLOCKED_BY_CLIENT');
    expect(asked).toEqual([]);
  });

  it('opens no window', async () => {
    for (const address of ['https://example.com/', 'app://local/', 'about:blank', 'file:///etc/passwd']) {
      expect(await running.page.evaluate((where) => window.testPage.attempts.openWindow(where), address)).toBe(
        'nothing',
      );
    }
    expect(running.app.windows()).toHaveLength(1);
  });

  it('goes nowhere else', async () => {
    for (const address of [
      `http://${web}/page`,
      'https://example.com/',
      'file:///etc/passwd',
      'data:text/html,hello',
      'app://other/',
    ]) {
      await running.page.evaluate((where) => window.testPage.attempts.navigate(where), address).catch(() => undefined);
      expect([address, running.page.url()]).toEqual([address, 'app://local/']);
    }
    expect(asked).toEqual([]);
  });

  it('is given no permission', async () => {
    const { page } = running;
    expect(await page.evaluate(() => window.testPage.attempts.geolocation())).toBe('nothing');
    expect(await page.evaluate(() => window.testPage.attempts.camera())).toBe('nothing');
    const states = await page.evaluate(() => window.testPage.attempts.permissions());
    expect(new Set(states)).toEqual(new Set(['denied']));
  });

  it('runs no code in a frame, and no frame sees the app', async () => {
    const before = await running.page.evaluate(() => window.testPage.arrived.length);
    expect(await running.page.evaluate(() => window.testPage.attempts.frames())).toEqual({ heard: [], bridges: 0 });
    expect(await running.page.evaluate(() => window.testPage.arrived.length)).toBe(before);
  });

  it('leaves facts of the machine in the log', () => {
    const log = readFileSync(path.join(running.dataFolder, 'logs/fathom.log'), 'utf8');
    expect(log).toContain('Fathom');
    expect(log).toContain('GPU');
  });
});
