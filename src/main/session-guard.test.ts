import { expect, it } from 'vitest';
import { mayLoad, maySave } from './session-guard';

it('lets the app load from its own origin only', () => {
  for (const own of ['app://local/', 'app://local/thumb/abcdefgh/1', 'blob:app://local/1-2-3']) {
    expect([own, mayLoad(own, false)]).toEqual([own, true]);
  }
  const foreign = [
    'file:///etc/passwd',
    'http://127.0.0.1/',
    'https://example.com/',
    'ws://127.0.0.1:9229/',
    'wss://example.com/',
    'ftp://example.com/',
    'data:text/html,hello',
    'blob:https://example.com/1',
    'app://other/',
    'chrome://gpu',
  ];
  for (const address of foreign) expect([address, mayLoad(address, true)]).toEqual([address, false]);
});

it('lets developer tools load themselves where there are any', () => {
  expect(mayLoad('devtools://devtools/bundled/inspector.html', true)).toBe(true);
  expect(mayLoad('devtools://devtools/bundled/inspector.html', false)).toBe(false);
});

it('lets the page have saved what it made itself, and nothing else', () => {
  expect(maySave('blob:app://local/1-2-3')).toBe(true);
  for (const address of ['app://local/thumb/abcdefgh/1', 'blob:https://example.com/1', 'https://example.com/a.zip']) {
    expect([address, maySave(address)]).toEqual([address, false]);
  }
});
