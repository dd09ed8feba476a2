import { parentNoteSchema, type Service } from '../../contract/child-processes';
import { ipcPort, type IpcPort } from '../ipc-port';
import type { LaunchChild } from './child';
import { launchNodeChild } from './node-child';
import type { ParentPort } from './parent-port';
import { utilityChildren } from './utility-child';

/** What started this process, and starts others for it. */
export interface Parent {
  readonly launch: LaunchChild;
  /** Tells of every port that this process is to serve. */
  onPort(serve: (port: IpcPort, service: Service) => void): void;
}

/**
 * The parent of this process. Electron's main process posts one port after the other; a Node parent has its IPC channel,
 * and this process ends with it.
 */
export function findParent(): Parent {
  const { parentPort } = process as { parentPort?: ParentPort };
  return parentPort ? electronParent(parentPort) : nodeParent();
}

function electronParent(parentPort: ParentPort): Parent {
  return {
    launch: utilityChildren(parentPort),
    onPort: (serve) => {
      parentPort.on('message', ({ data, ports }) => {
        const note = parentNoteSchema.parse(data);
        if (note.kind !== 'serve') return;
        for (const port of ports) {
          serve(port, note.service);
          port.start();
        }
      });
    },
  };
}

function nodeParent(): Parent {
  process.on('disconnect', () => process.exit(0));
  // Ctrl-C reaches every process of a terminal: the parent decides whether what is being written is finished first.
  process.on('SIGINT', () => undefined);
  return {
    launch: launchNodeChild,
    onPort: (serve) => {
      serve(ipcPort(process), 'everything');
    },
  };
}
