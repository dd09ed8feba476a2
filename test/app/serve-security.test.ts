import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import type { FolderId, PhotoId } from '../../src/contract/app/ids';
import { depthFrom } from '../../src/contract/depth-view';
import { packMessage } from '../../src/contract/packed-message';
import { NOT_UNDERSTOOD } from '../../src/contract/socket-port';
import { securityHeaders } from '../../src/host/ui-files';
import { placeCodedPicture, sharpOf } from '../fixtures/pictures';
import {
  ask,
  cookieOf,
  openSocket,
  openWindow,
  photosOf,
  rootsOf,
  serveApp,
  TEST_PAGE,
  upgradeStatus,
  type ServedApp,
  type Window,
} from '../fixtures/served-app';
import { tempFolder } from '../fixtures/temp-folder';

const folder = tempFolder();
const photos = path.join(folder, 'photos');
const secrets = path.join(folder, 'secrets');
let app: ServedApp;
let cookie: string;
let window: Window;

beforeAll(async () => {
  for (const where of [photos, secrets]) {
    await mkdir(where);
    await sharpOf(placeCodedPicture()).jpeg().toFile(path.join(where, 'photo.jpg'));
  }
  app = await serveApp(folder, [photos]);
  cookie = await cookieOf(app);
  window = await openWindow(app);
});
afterAll(async () => {
  window.close();
  await app.server.close();
});

const open = (rawPath: string, headers = {}): ReturnType<typeof ask> =>
  ask(app.origin, rawPath, { headers: { cookie, ...headers } });

describe('the token', () => {
  it('is exchanged at once for a cookie that scripts and other sites do not get', async () => {
    const { status, headers, body } = await ask(app.origin, `/?token=${app.token}`);
    expect({ status, location: headers.location, body }).toEqual({ status: 303, location: '/', body: '' });
    expect(headers['set-cookie']).toEqual([
      expect.stringMatching(/^fathom-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/),
    ]);
    expect(headers['set-cookie']![0]).not.toContain(app.token);
    expect(await open('/')).toMatchObject({ status: 200, body: TEST_PAGE });
  });

  it('holds 256 bits', () => {
    expect(Buffer.from(app.token, 'base64url')).toHaveLength(32);
  });

  it.each(['/', '/index.html', '/assets/page-1234.js', '/thumb/AAAAAAAAAAAAAAAA/1', '/anything'])(
    'is needed for %s, and the page says how to come by it',
    async (rawPath) => {
      const { status, body } = await ask(app.origin, rawPath);
      expect(status).toBe(401);
      expect(body).toContain('fathom serve');
      expect(body).not.toContain(app.token);
    },
  );

  it.each([
    ['a wrong one', (token: string) => `/?token=${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`],
    ['an empty one', () => '/?token='],
    ['a longer one', (token: string) => `/?token=${token}A`],
    ['one of other characters', () => '/?token=%E2%82%AC%00'],
  ])('is not %s', async (_, address) => {
    const { status, headers, body } = await ask(app.origin, address(app.token));
    expect(status).toBe(403);
    expect(headers).not.toHaveProperty('set-cookie');
    expect(body).toContain('This token is not the one');
  });

  it.each([
    ['another value', (value: string) => value.replace(/=.*/, `=${'A'.repeat(43)}`)],
    ['a value cut short', (value: string) => value.slice(0, -1)],
    ['the token itself', (value: string) => value.replace(/=.*/, `=${app.token}`)],
    ['another name', (value: string) => `x${value}`],
  ])('is not replaced by a cookie of %s', async (_, change) => {
    expect(await ask(app.origin, '/', { headers: { cookie: change(cookie) } })).toMatchObject({ status: 401 });
  });

  it('is found among other cookies', async () => {
    expect(await open('/', { cookie: `a=b; ${cookie}; c=d` })).toMatchObject({ status: 200 });
  });
});

describe('a site that speaks from elsewhere', () => {
  it.each(['evil.example', 'evil.example:80', 'localhost.evil.example', '127.0.0.1.evil.example', '192.0.2.1'])(
    'is told by its Host header "%s", with the right cookie and the right token',
    async (host) => {
      expect((await open('/', { host })).status).toBe(403);
      expect((await open(`/?token=${app.token}`, { host })).headers).not.toHaveProperty('set-cookie');
    },
  );

  it.each(['localhost', 'LOCALHOST:8000', '[::1]:3284', '127.0.0.1:1'])(
    'is not one that calls this machine %s, as a tunnel does',
    async (host) => {
      expect(await open('/', { host })).toMatchObject({ status: 200 });
    },
  );

  it.each(['http://evil.example', 'null', 'https://127.0.0.1', 'http://127.0.0.1:9'])(
    'is told by its Origin %s',
    async (origin) => {
      expect(await open('/', { origin })).toMatchObject({ status: 403 });
      const socket = await openSocket(app, '/rpc/app', { cookie, origin });
      expect(await upgradeStatus(socket)).toBe(403);
    },
  );

  it('is told by the missing Origin where it could change something', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect((await ask(app.origin, '/', { method, headers: { cookie } })).status).toBe(403);
      expect((await ask(app.origin, '/', { method, headers: { cookie, origin: app.origin } })).status).toBe(405);
    }
    expect(await upgradeStatus(await openSocket(app, '/rpc/app', { cookie }))).toBe(403);
  });

  it('cannot open a socket by another name', async () => {
    const headers = { cookie, origin: 'http://evil.example', host: 'evil.example' };
    expect(await upgradeStatus(await openSocket(app, '/rpc/app', headers))).toBe(403);
  });
});

describe('a socket', () => {
  it.each(['/rpc/app', '/rpc/depth-view'])('to %s needs the cookie', async (pathname) => {
    expect(await upgradeStatus(await openSocket(app, pathname, { origin: app.origin }))).toBe(401);
    const wrong = { origin: app.origin, cookie: cookie.slice(0, -1) };
    expect(await upgradeStatus(await openSocket(app, pathname, wrong))).toBe(401);
    expect(await upgradeStatus(await openSocket(app, pathname))).toBe(101);
  });

  it.each(['/', '/rpc', '/rpc/engine', '/rpc/app/', '/rpc/../rpc/nothing'])('is not to be had at %s', async (where) => {
    expect(await upgradeStatus(await openSocket(app, where))).toBe(404);
  });

  const call = { i: '1', p: { u: '/about' } };
  it.each<[string, string | Uint8Array]>([
    ['is no JSON', '{'],
    ['is no call', JSON.stringify({ ...call, p: {} })],
    ['names a procedure by an address', JSON.stringify({ ...call, p: { u: 'http://evil.example/about' } })],
    [
      'has headers of a form',
      JSON.stringify({ ...call, p: { u: '/about', h: { 'content-type': 'multipart/form-data' } } }),
    ],
    ['has another method', JSON.stringify({ ...call, p: { u: '/about', m: 'GET' } })],
    ['is part of a stream of the client’s', JSON.stringify({ i: '1', t: 3, p: { e: 'message' } })],
    ['is a packed list', packMessage([call])],
    ['is packed and cut short', packMessage({ ...call, x: new Float32Array(9) }).slice(0, -1)],
  ])('is closed by a message that %s, and the server lives on', async (_, message) => {
    const socket = await openSocket(app, '/rpc/app');
    await once(socket, 'open');
    socket.send(message);
    expect(await closeCode(socket)).toBe(NOT_UNDERSTOOD);
    expect((await window.app.about()).host).toBe('browser');
  });

  it.each([
    ['/rpc/depth-view', 2 ** 14],
    ['/rpc/app', 2 ** 27],
  ])('to %s is closed by a message of more than %i bytes', async (pathname, most) => {
    const socket = await openSocket(app, pathname);
    await once(socket, 'open');
    socket.send(Buffer.alloc(most + 1, 32));
    expect(await closeCode(socket)).toBe(1009);
    expect((await window.app.about()).host).toBe('browser');
  });

  it('does not know a procedure that is none, nor what every object has', async () => {
    const socket = await openSocket(app, '/rpc/app');
    await once(socket, 'open');
    for (const u of ['/nothing', '/constructor', '/__proto__/toString', '/library/constructor']) {
      socket.send(JSON.stringify({ i: u, p: { u } }));
      const [data] = (await once(socket, 'message')) as [ArrayBuffer];
      expect(JSON.parse(Buffer.from(data).toString())).toMatchObject({ i: u, p: { s: 404 } });
    }
    socket.close();
  });
});

describe('files', () => {
  it.each([
    '/..%2f..%2fpackage.json',
    '/../../package.json',
    '/%2e%2e/%2e%2e/package.json',
    '/assets/..%2f..%2fdata%2fsettings.json',
    '/assets/%252e%252e/index.html',
    '/..%5c..%5cpackage.json',
    '/thumb/../../etc/passwd',
    '/thumb/..%2f..%2fetc%2fpasswd/1',
    '/image/%2Fetc%2Fpasswd/1',
    '//etc/passwd',
    '/etc/passwd',
    '/index.html%00.js',
    '/assets',
    '/assets/',
    '/rpc/app',
  ])('%s leads nowhere', async (rawPath) => {
    const { status, body } = await open(rawPath);
    expect(status).toBe(404);
    expect(body.length).toBeLessThan(100);
  });

  it.each(['http://127.0.0.1/', '*', 'evil'])('%s is no path', async (rawPath) => {
    expect((await open(rawPath)).status).toBe(400);
  });

  it.each(['/', '/assets/page-1234.js', '/nothing', '/thumb/AAAAAAAAAAAAAAAA/1'])(
    'come with the security headers of the desktop app: %s',
    async (rawPath) => {
      const { headers } = await open(rawPath);
      for (const [name, value] of Object.entries(securityHeaders)) expect(headers[name.toLowerCase()]).toBe(value);
    },
  );

  it('of words that refuse come with headers that are no weaker', async () => {
    const { headers } = await ask(app.origin, '/');
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; frame-ancestors 'none'/);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  });
});

describe('photos', () => {
  it('of the given folder are pictures by their ids', async () => {
    const [root] = await rootsOf(window);
    const [photo] = await photosOf(window, root!);
    for (const kind of ['thumb', 'image']) {
      const { status, headers, body } = await open(`/${kind}/${photo!.id}/${photo!.version}`);
      expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type: 'image/jpeg' });
      expect(body.slice(0, 3)).toBe('\xff\xd8\xff');
      expect((await ask(app.origin, `/${kind}/${photo!.id}/${photo!.version}`)).status).toBe(401);
      const head = await ask(app.origin, `/${kind}/${photo!.id}/1`, { method: 'HEAD', headers: { cookie } });
      expect(head).toMatchObject({ status: 200, body: '' });
    }
  });

  it.each(['thumb', 'image'])('with an id that was not handed out are no %s', async (kind) => {
    expect((await open(`/${kind}/AAAAAAAAAAAAAAAAAAAAAAAA/1`)).status).toBe(404);
  });

  it('outside the given folders cannot be named in any call', async () => {
    for (const id of ['AAAAAAAAAAAAAAAAAAAAAAAA', path.join(secrets, 'photo.jpg'), '../secrets/photo.jpg']) {
      const photo = id as PhotoId;
      const place = id as FolderId;
      await expect(window.app.photo.inspect({ photo })).rejects.toThrow();
      await expect(window.app.photo.admit({ photo })).rejects.toThrow();
      await expect(depthFrom(window.depthView.depth({ id }))).rejects.toThrow();
      await expect(photosOf(window, { id: place })).rejects.toThrow();
      await expect(window.app.library.openRecent({ folder: place })).rejects.toThrow();
      const options = { formats: ['ply' as const] };
      const scope = { kind: 'photos' as const, photos: [photo] };
      const [destination] = await window.app.exports.destinations();
      await expect(window.app.exports.start({ scope, destination: destination!.id, options })).rejects.toThrow();
    }
  });

  it('can be written to the one place that the server was given', async () => {
    const [root] = await rootsOf(window);
    const scope = { kind: 'folder' as const, folder: root!.id, recursive: false };
    expect(await window.app.exports.destinations()).toHaveLength(1);
    await expect(window.app.exports.start({ scope, destination: secrets, options: {} })).rejects.toThrow();
    await expect(window.app.exports.chooseDestination()).rejects.toThrow();
    await expect(window.app.library.chooseFolder()).rejects.toThrow();
  });

  it('of a folder that an earlier server was given are out of reach', async () => {
    const elsewhere = tempFolderOf('elsewhere');
    const earlier = await serveApp(elsewhere, [secrets]);
    await earlier.server.close();
    const later = await serveApp(elsewhere, [photos]);
    const page = await openWindow(later);
    try {
      expect((await page.app.library.recent()).map(({ name }) => name)).toEqual(['photos']);
      expect((await rootsOf(page)).map(({ name }) => name)).toEqual(['photos']);
    } finally {
      page.close();
      await later.server.close();
    }
  });
});

const tempFolderOf = (name: string): string => path.join(folder, name);

async function closeCode(socket: WebSocket): Promise<number> {
  socket.on('error', () => undefined);
  const [code] = (await once(socket, 'close')) as [number];
  return code;
}
