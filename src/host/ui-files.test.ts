import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { securityHeaders, uiFile } from './ui-files';

let folder: string;
let root: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'fathom-ui-'));
  root = path.join(folder, 'renderer');
  mkdirSync(path.join(root, 'assets'), { recursive: true });
  mkdirSync(path.join(folder, 'renderer-beside'));
  writeFileSync(path.join(root, 'index.html'), 'the page');
  writeFileSync(path.join(root, 'assets/main-abc.js'), 'code');
  writeFileSync(path.join(root, 'assets/a b.js'), 'with a space');
  writeFileSync(path.join(root, 'secret.env'), 'of no kind that is served');
  writeFileSync(path.join(folder, 'package.json'), '{"outside": true}');
  writeFileSync(path.join(folder, 'renderer-beside/outside.js'), 'outside');
  symlinkSync(path.join(folder, 'package.json'), path.join(root, 'link.json'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const text = async (pathname: string) => {
  const file = await uiFile(root, pathname);
  return file && Buffer.from(file.bytes).toString();
};

describe('uiFile', () => {
  it('serves the page, code and names with spaces, with their types', async () => {
    expect(await text('/')).toBe('the page');
    expect(await text('/assets/a%20b.js')).toBe('with a space');
    expect(await uiFile(root, '/index.html')).toMatchObject({
      contentType: 'text/html; charset=utf-8',
      isImmutable: false,
    });
    expect(await uiFile(root, '/assets/main-abc.js')).toMatchObject({
      contentType: 'text/javascript; charset=utf-8',
      isImmutable: true,
    });
  });

  it.each([
    '/../package.json',
    '/assets/../../package.json',
    '/%2e%2e/package.json',
    '/%2e%2e%2fpackage.json',
    '/..%2fpackage.json',
    '/%252e%252e%252fpackage.json',
    '/..\\package.json',
    '/..%5cpackage.json',
    '/assets//main-abc.js',
    '//etc/passwd.json',
    '/C:/package.json',
    '/index.html::$DATA.json',
    '/index.html%00.js',
    '/%',
    'index.html',
    '',
    '/../renderer-beside/outside.js',
  ])('refuses %s', async (pathname) => {
    expect(await text(pathname)).toBeUndefined();
  });

  it('refuses a link that leads out, a folder, a kind it does not know, and what is not there', async () => {
    expect(await text('/link.json')).toBeUndefined();
    expect(await text('/assets')).toBeUndefined();
    expect(await text('/secret.env')).toBeUndefined();
    expect(await text('/absent.js')).toBeUndefined();
  });
});

describe('securityHeaders', () => {
  it('allows no code but files of the own origin', () => {
    const policy = securityHeaders['Content-Security-Policy'];
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toMatch(/unsafe|\*|https?:|data:/);
    expect(securityHeaders['X-Content-Type-Options']).toBe('nosniff');
  });
});
