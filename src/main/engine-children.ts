import { MessageChannelMain, utilityProcess, type UtilityProcess } from 'electron';
import { childRequestSchema, type ParentNote } from '../contract/child-processes';

/** What processes of an engine are started with. */
export interface ChildMeans {
  /** The built entries that may be started; nothing else is. */
  readonly entries: readonly string[];
  /** Told every line that they print. */
  readonly log: (line: string) => void;
}

/**
 * Starts processes for an engine, which in a packaged app cannot start any itself. They end with it, and may have
 * processes started in turn.
 */
export function serveChildren(parent: UtilityProcess, means: ChildMeans): void {
  const children = new Map<number, UtilityProcess>();
  const tell = (note: ParentNote, port?: Electron.MessagePortMain): void => parent.postMessage(note, port && [port]);
  const start = (number: number, entry: string, args: string[], isSilent: boolean): void => {
    if (!means.entries.includes(entry)) {
      tell({ kind: 'childEnded', child: number, how: `${entry} is no part of Fathom` });
      return;
    }
    const child = utilityProcess.fork(entry, args, {
      serviceName: 'Fathom trial',
      stdio: isSilent ? 'ignore' : 'pipe',
    });
    children.set(number, child);
    logOutput(child, means.log);
    serveChildren(child, means);
    child.once('exit', (code) => {
      children.delete(number);
      tell({ kind: 'childEnded', child: number, how: code });
    });
    const { port1, port2 } = new MessageChannelMain();
    child.postMessage({ kind: 'serve', service: 'everything' } satisfies ParentNote, [port1]);
    tell({ kind: 'childStarted', child: number }, port2);
  };
  parent.on('message', (message: unknown) => {
    const { success, data: asked } = childRequestSchema.safeParse(message);
    if (!success) means.log('asked for something that no engine asks for');
    else if (asked.kind === 'startChild') start(asked.child, asked.entry, asked.args, asked.isSilent);
    else endAtOnce(children.get(asked.child));
  });
  parent.once('exit', () => {
    for (const child of children.values()) endAtOnce(child);
  });
}

/** Tells every line that a process prints. */
export function logOutput({ stdout, stderr }: UtilityProcess, log: (line: string) => void): void {
  for (const stream of [stdout, stderr]) stream?.on('data', (chunk: Buffer) => log(chunk.toString().trimEnd()));
}

/** By SIGKILL: native code that hangs hears nothing else. */
function endAtOnce(child: UtilityProcess | undefined): void {
  const pid = child?.pid;
  // One that has not begun yet has no number, but can be kept from beginning.
  if (pid === undefined) {
    child?.kill();
    return;
  }
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself, which is about to be told.
  }
}
