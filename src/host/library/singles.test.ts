import { describe, expect, it } from 'vitest';
import { Singles } from './singles';

describe('Singles', () => {
  it('tells what there is and then what comes, each photo once', async () => {
    const singles = new Singles();
    singles.add(['/a.jpg']);
    const left = new AbortController();
    const told = singles.follow(left.signal);
    expect((await told.next()).value).toEqual(['/a.jpg']);
    singles.add(['/a.jpg', '/b.jpg']);
    expect((await told.next()).value).toEqual(['/b.jpg']);
    expect(singles.list()).toEqual(['/a.jpg', '/b.jpg']);
    left.abort();
    expect(await told.next()).toEqual({ done: true, value: undefined });
  });
});
