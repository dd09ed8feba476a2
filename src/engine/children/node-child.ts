import { fork } from 'node:child_process';
import { ipcPort } from '../ipc-port';
import type { Child, ChildStart } from './child';

/** Starts a process of Node's, for the command line and the server. */
export function launchNodeChild({ entry, args, isSilent }: ChildStart): Child {
  const child = fork(entry, args, { serialization: 'advanced', stdio: isSilent ? 'ignore' : 'inherit' });
  const ended = new Promise<number | string>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve(code ?? signal ?? 'unknown');
    });
    // No process could be started, or none is there any more to take a message.
    child.on('error', (error) => {
      resolve(error.message);
    });
  });
  return {
    port: ipcPort(child),
    pid: child.pid,
    hasEnded: () => !child.connected,
    ended,
    // SIGKILL: native code that hangs hears nothing else.
    kill: () => void child.kill('SIGKILL'),
  };
}
