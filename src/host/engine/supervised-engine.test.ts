import { describe, expect, it } from 'vitest';
import type { EngineState } from '../../contract/app/events';
import type { FathomClient } from '../../contract/contract';
import type { EngineLink } from '../engine-link';
import { SupervisedEngine } from './supervised-engine';

/** Engines that end when told to: what they compute is of no matter here. */
function engines(lives: (engine: number) => 'forUsed' | 'endsAtOnce') {
  const started: { end: () => void }[] = [];
  const start = (): EngineLink => {
    let end!: () => void;
    const ended = new Promise<string>((resolve) => {
      end = () => {
        resolve('SIGKILL');
      };
    });
    started.push({ end });
    if (lives(started.length) === 'endsAtOnce') end();
    const client = { cacheUsage: () => Promise.resolve({ bytes: 0 }) } as unknown as FathomClient;
    return { client, ended, stop: end };
  };
  const states: EngineState[] = [];
  const engine = new SupervisedEngine(
    start,
    () => ({ cacheLimitBytes: 1, cacheFolder: undefined }),
    (state) => states.push(state),
    [0, 1, 1],
  );
  return { engine, started, states };
}

/** Until all that is ready to run has run. */
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

describe('SupervisedEngine', () => {
  it('starts another engine when one ends, and gives that to whoever asks', async () => {
    const { engine, started, states } = engines(() => 'forUsed');
    const first = await engine.current();
    started[0]!.end();
    await settle();
    const second = await engine.current();
    expect(second).not.toBe(first);
    expect(states.map(({ state }) => state)).toEqual(['ready', 'restarting', 'ready']);
    await engine.close();
    expect(started.length).toBe(2);
  });

  it('gives up on engines that end again and again, until a person asks for another', async () => {
    let lives: 'forUsed' | 'endsAtOnce' = 'endsAtOnce';
    const { engine, started, states } = engines(() => lives);
    await expect.poll(() => states.at(-1)?.state).toBe('failed');
    expect(started.length).toBe(4);
    await expect(engine.current()).rejects.toMatchObject({ code: 'EngineGone' });
    const tried = started.length;
    lives = 'forUsed';
    engine.restart();
    await engine.current();
    expect(started.length).toBe(tried + 1);
    await engine.close();
  });

  it('starts none after it was closed', async () => {
    const { engine, started } = engines(() => 'forUsed');
    await engine.close();
    await settle();
    expect(started.length).toBe(1);
  });
});
