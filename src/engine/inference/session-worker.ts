import { parentPort, workerData } from 'node:worker_threads';
import { failureOf } from '../failure-error';
import { openDepthSession, type DepthSession } from './depth-session';
import type { SessionAnswer, SessionCall, SessionRun, SessionStart } from './session-messages';

/** Entry of a session's thread: opens the session it is started with, then answers one run after another. */
async function serve(engine: NonNullable<typeof parentPort>, { setup, reply }: SessionStart): Promise<void> {
  const opening = await answerOf(setup.file, () => openDepthSession(setup));
  if (opening.kind === 'done') answerCalls(engine, setup.file, opening.value);
  reply.postMessage(opening.kind === 'done' ? { kind: 'done', value: null } : opening);
}

function answerCalls(engine: NonNullable<typeof parentPort>, file: string, session: DepthSession): void {
  engine.on('message', ({ tensor, dimensions, reply }: SessionCall) => {
    void answerOf(file, () => session.run(tensor, dimensions)).then((answer) => {
      reply.postMessage(answer, answer.kind === 'done' ? buffersOf(answer.value) : []);
    });
  });
}

/** Megabytes that are handed over instead of copied. */
function buffersOf({ outputs, tensor }: SessionRun): ArrayBuffer[] {
  return [...Object.values(outputs), tensor].map(({ buffer }) => buffer);
}

async function answerOf<Value>(file: string, task: () => Promise<Value>): Promise<SessionAnswer<Value>> {
  try {
    return { kind: 'done', value: await task() };
  } catch (error) {
    return { kind: 'failed', failure: failureOf(error, file) };
  }
}

void serve(parentPort!, workerData as SessionStart);
