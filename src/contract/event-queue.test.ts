import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventsOf, EventQueue } from './event-queue';

async function takeAll<Event>(queue: EventQueue<Event>): Promise<Event[]> {
  const taken: Event[] = [];
  for await (const event of queue) taken.push(event);
  return taken;
}

describe('EventQueue', () => {
  it('hands out everything in order, however pushing and taking interleave', async () => {
    const steps = fc.array(fc.oneof(fc.integer(), fc.constant('wait' as const)), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(steps, async (plan) => {
        const queue = new EventQueue<number>();
        const taking = takeAll(queue);
        for (const step of plan) {
          if (step === 'wait') await Promise.resolve();
          else queue.push(step);
        }
        queue.close();
        expect(await taking).toEqual(plan.filter((step) => step !== 'wait'));
      }),
    );
  });

  it('keeps what was pushed before anyone took, also when it is closed by then', async () => {
    const queue = new EventQueue<string>();
    queue.push('a');
    queue.push('b');
    queue.close();
    expect(await takeAll(queue)).toEqual(['a', 'b']);
  });

  it('waits while nothing has come', async () => {
    const queue = new EventQueue<string>();
    const first = queue[Symbol.asyncIterator]().next();
    expect(await Promise.race([first, sleep(5, 'still waiting')])).toBe('still waiting');
    queue.push('late');
    expect(await first).toEqual({ done: false, value: 'late' });
  });
});

describe('eventsOf', () => {
  const never = new AbortController().signal;

  it('throws the failure of its task once everything emitted before has been taken', async () => {
    const events = eventsOf<string>(never, (emit) => {
      emit('a');
      return Promise.reject(new Error('no more'));
    });
    expect(await events.next()).toEqual({ done: false, value: 'a' });
    await expect(events.next()).rejects.toThrow('no more');
  });

  it('ends its task when it is left, and calls it no failure that the task was given up', async () => {
    let ended = false;
    const events = eventsOf<string>(never, async (emit, signal) => {
      emit('a');
      await once(signal, 'abort');
      ended = true;
      throw new Error('given up');
    });
    await events.next();
    expect(await events.return()).toEqual({ done: true, value: undefined });
    expect(ended).toBe(true);
  });
});
