import { AsyncIteratorClass, createORPCClient, mapEventIterator, ORPCError } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { MessageChannelMain, utilityProcess, type MessagePortMain, type UtilityProcess } from 'electron';
import type { ParentNote } from '../contract/child-processes';
import type { FathomClient } from '../contract/contract';
import { cloneWhenBinary } from '../contract/transfer';
import type { EngineLink } from '../host/engine-link';
import { logOutput, serveChildren } from './engine-children';
import { enginePort } from './engine-port';

/** An engine in a utility process of Electron's. */
export interface UtilityEngine extends EngineLink {
  /** Serves the window's depth view, and nothing else, on the other end of the port. */
  serveDepthView(port: MessagePortMain): void;
}

/** What an engine process is started with. */
export interface EngineStart {
  /** The built `engine.cjs`. */
  readonly entry: string;
  /** The engine's configuration, as it reads it from its arguments. */
  readonly config: object;
  /** The built entries that it may have processes of. */
  readonly childEntries: readonly string[];
  /** Told every line that the process prints. */
  readonly log: (line: string) => void;
}

/**
 * Starts an engine in a process of its own, so that a crash in native code ends a photo and not the app.
 * Calls on a dead engine are answered with `EngineGone` instead of waiting for ever.
 */
export function startUtilityEngine({ entry, config, childEntries, log }: EngineStart): UtilityEngine {
  const args = ['--config', JSON.stringify(config)];
  const engine = utilityProcess.fork(entry, args, { serviceName: 'Fathom engine', stdio: 'pipe' });
  logOutput(engine, log);
  serveChildren(engine, { entries: childEntries, log });
  let hasEnded = false;
  const ended = new Promise<number>((resolve) => {
    engine.once('exit', (code) => {
      hasEnded = true;
      resolve(code);
    });
  });
  return {
    client: clientOf(engine, () => hasEnded, ended),
    ended,
    stop: () => void engine.kill(),
    serveDepthView: (port) => engine.postMessage({ kind: 'serve', service: 'depthView' } satisfies ParentNote, [port]),
  };
}

function clientOf(engine: UtilityProcess, hasEnded: () => boolean, ended: Promise<number>): FathomClient {
  const { port1, port2 } = new MessageChannelMain();
  engine.postMessage({ kind: 'serve', service: 'everything' } satisfies ParentNote, [port2]);
  port1.start();
  const link = new RPCLink({ port: enginePort(port1, engine), experimental_transfer: cloneWhenBinary });
  // Whatever fails once the process has ended fails because of that.
  const explain = async (error: unknown): Promise<unknown> => (hasEnded() ? engineGone(await ended) : error);
  return createORPCClient({
    call: async (path, input, options) => {
      if (hasEnded()) throw engineGone(await ended);
      try {
        const output = await link.call(path, input, options);
        return output instanceof AsyncIteratorClass
          ? mapEventIterator(output, { value: (event: unknown) => Promise.resolve(event), error: explain })
          : output;
      } catch (error) {
        throw await explain(error);
      }
    },
  });
}

function engineGone(exitCode: number): ORPCError<'EngineGone', { remedy: string }> {
  return new ORPCError('EngineGone', {
    defined: true,
    message: `the engine process ended (${exitCode})`,
    data: { remedy: 'Try again; if it happens with the same photo, report it.' },
  });
}
