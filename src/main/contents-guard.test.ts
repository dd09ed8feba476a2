import { EventEmitter } from 'node:events';
import type { WebContents } from 'electron';
import { expect, it, vi } from 'vitest';
import { guardContents } from './contents-guard';

/** As much of a page as its guard touches. */
function guardedPage() {
  const setWindowOpenHandler = vi.fn<(handler: () => { action: string }) => void>();
  const page = Object.assign(new EventEmitter(), { setWindowOpenHandler });
  guardContents(page as unknown as WebContents);
  return page;
}

/** Whether the page may do what the event announces. */
function mayGoOn(event: string, url: string): boolean {
  const preventDefault = vi.fn();
  guardedPage().emit(event, { url, preventDefault });
  return preventDefault.mock.calls.length === 0;
}

it.each(['will-navigate', 'will-redirect', 'will-frame-navigate'])('lets %s lead within the app only', (event) => {
  expect(mayGoOn(event, 'app://local/')).toBe(true);
  for (const url of [
    'https://example.com/',
    'file:///etc/passwd',
    'data:text/html,x',
    'app://other/',
    'about:srcdoc',
    '',
  ]) {
    expect([url, mayGoOn(event, url)]).toEqual([url, false]);
  }
});

it('embeds no page, whatever its preferences', () => {
  expect(mayGoOn('will-attach-webview', 'app://local/')).toBe(false);
});

it('opens no window', () => {
  const [handler] = guardedPage().setWindowOpenHandler.mock.calls[0]!;
  expect(handler()).toEqual({ action: 'deny' });
});
