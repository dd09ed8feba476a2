import { describe, expect, it } from 'vitest';
import type { HostEvent } from '../contract/app/events';
import { Announcer } from './announcer';

const ready: HostEvent = { event: 'engine', engine: { state: 'ready' } };
const starting: HostEvent = { event: 'engine', engine: { state: 'starting' } };
const command = (name: 'export' | 'openSamples'): HostEvent => ({ event: 'command', command: name });

async function heard(events: AsyncIterable<HostEvent>): Promise<HostEvent[]> {
  const all: HostEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

describe('Announcer', () => {
  it('tells a window the state there is, and then what happens', async () => {
    const announcer = new Announcer();
    const window = announcer.listen([starting], undefined);
    expect(await window.next()).toEqual({ done: false, value: starting });
    announcer.tell(ready);
    announcer.close();
    expect(await heard(window)).toEqual([ready]);
  });

  it('keeps the last command that nobody heard for the first window, and for no other', async () => {
    const announcer = new Announcer();
    for (const event of [command('export'), command('openSamples'), ready]) announcer.tell(event);
    const first = announcer.listen([starting], undefined);
    expect(await first.next()).toEqual({ done: false, value: starting });
    const second = announcer.listen([starting], undefined);
    expect(await second.next()).toEqual({ done: false, value: starting });
    announcer.close();
    expect(await heard(first)).toEqual([command('openSamples')]);
    expect(await heard(second)).toEqual([]);
  });

  it('keeps a command for a window though others follow what happens', async () => {
    const announcer = new Announcer();
    const follower = announcer.follow([], undefined);
    const first = follower.next();
    announcer.tell(command('export'));
    announcer.tell(ready);
    expect(await first).toEqual({ done: false, value: ready });
    expect(await announcer.listen([], undefined).next()).toEqual({ done: false, value: command('export') });
  });

  it('ends with the window’s signal', async () => {
    const announcer = new Announcer();
    const left = new AbortController();
    const window = announcer.listen([], left.signal);
    const all = heard(window);
    await Promise.resolve();
    left.abort();
    expect(await all).toEqual([]);
  });
});
