import { parentNoteSchema, type ChildRequest } from '../../contract/child-processes';
import type { IpcPort } from '../ipc-port';
import type { Child, LaunchChild } from './child';
import type { ElectronPort, ParentPort } from './parent-port';

/**
 * Starts processes through Electron's main process, which alone may: a packaged app's program refuses to run as Node, and
 * would open another window instead.
 */
export function utilityChildren(parent: ParentPort): LaunchChild {
  const children = new Map<number, UtilityChild>();
  let count = 0;
  const ask = (request: ChildRequest): void => {
    parent.postMessage(request);
  };
  parent.on('message', ({ data, ports }) => {
    const note = parentNoteSchema.parse(data);
    if (note.kind === 'childStarted') children.get(note.child)?.connect(ports[0]!);
    if (note.kind === 'childEnded') {
      children.get(note.child)?.end(note.how);
      children.delete(note.child);
    }
  });
  return ({ entry, args, isSilent }) => {
    const number = ++count;
    const child = new UtilityChild(() => {
      ask({ kind: 'endChild', child: number });
    });
    children.set(number, child);
    ask({ kind: 'startChild', child: number, entry, args: [...args], isSilent });
    return child;
  };
}

/** What is posted before the port has come is kept until then. */
class UtilityChild implements Child {
  readonly pid = undefined;
  readonly ended: Promise<number | string>;
  readonly kill: () => void;
  readonly port: IpcPort;
  readonly #waiting: unknown[] = [];
  readonly #onMessage: ((event: { data: unknown }) => void)[] = [];
  #port: ElectronPort | undefined;
  #hasEnded = false;
  #resolveEnded: (how: number | string) => void = () => undefined;

  constructor(kill: () => void) {
    this.kill = kill;
    this.ended = new Promise((resolve) => (this.#resolveEnded = resolve));
    this.port = {
      postMessage: (message) => {
        if (this.#port) this.#port.postMessage(message);
        else this.#waiting.push(message);
      },
      on: (event, listener) => {
        if (event === 'message') this.#onMessage.push(listener);
        if (event === 'close') {
          void this.ended.then(() => {
            listener();
          });
        }
      },
    };
  }

  readonly hasEnded = (): boolean => this.#hasEnded;

  connect(port: ElectronPort): void {
    this.#port = port;
    port.on('message', (event) => {
      for (const listener of this.#onMessage) listener(event!);
    });
    port.start();
    for (const message of this.#waiting) port.postMessage(message);
  }

  end(how: number | string): void {
    this.#hasEnded = true;
    this.#resolveEnded(how);
  }
}
