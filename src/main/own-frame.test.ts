import { expect, it } from 'vitest';
import { isOwnFrame, type SenderFrame } from './own-frame';

const frame = (url: string, parent: SenderFrame | null = null) => ({ url, parent }) as SenderFrame;
const own = frame('app://local/index.html');

it("trusts the top frame of the app's own origin", () => {
  expect(isOwnFrame(own)).toBe(true);
  expect(isOwnFrame(frame('app://local/'))).toBe(true);
});

it('trusts no other frame', () => {
  const strangers = [
    'https://local/index.html',
    'http://local/',
    'file:///index.html',
    'file://local/index.html',
    'data:text/html,app://local/',
    'about:blank',
    'about:srcdoc',
    'blob:app://local/1234',
    'app://other/index.html',
    'app://local.evil.example/',
    'app://local:8080/',
    'app://user@local/',
    'apps://local/',
    'view-source:app://local/',
    '',
  ];
  for (const url of strangers) expect([url, isOwnFrame(frame(url))]).toEqual([url, false]);
});

it('trusts no frame within another, nor one that is gone', () => {
  expect(isOwnFrame(frame('app://local/index.html', own))).toBe(false);
  expect(isOwnFrame(null)).toBe(false);
});
