import { fork, type ForkOptions, type Serializable } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { benchFolder } from '../workload/project';

/** A process of its own that answers each message with one. */
export interface Worker<Question extends Serializable, Answer> {
  /** @throws Error where the process ends instead of answering. */
  ask(question: Question): Promise<Answer>;
  stop(): void;
}

/** @param name of the built file in `bench/children`. */
export function startWorker<Question extends Serializable, Answer>(
  name: string,
  args: readonly string[],
  options: ForkOptions = {},
): Worker<Question, Answer> {
  const child = fork(path.join(benchFolder, `${name}.js`), args, options);
  const ended = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      reject(new Error(`${name} ended (${String(code ?? signal)})`));
    });
  });
  ended.catch(() => undefined);
  return {
    ask: async (question) => {
      child.send(question);
      const [answer] = (await Promise.race([once(child, 'message'), ended])) as [Answer];
      return answer;
    },
    stop: () => {
      child.disconnect();
    },
  };
}
