import path from 'node:path';
import type { PhotoEvent } from '../../src/contract/convert';
import { startInProcessEngine } from '../../src/engine/in-process';
import { heicWorker, modelsFolder, sessionWorker } from './project';

export type Converted = Extract<PhotoEvent, { status: 'done' }>;

export interface Conversion {
  readonly wallMs: number;
  readonly photos: readonly Converted[];
}

/** Fathom's engine in this process, called through its contract as the command line calls it. */
export interface Fathom {
  /** @throws Error where a photo is not converted: then there is nothing to measure. */
  convert(photos: readonly string[], outputFolder: string): Promise<Conversion>;
  release(): Promise<void>;
}

/** A model that does not come with Fathom. */
export interface UserModel {
  readonly id: string;
  readonly userModelsFolder: string;
}

/**
 * @param folder holds the prediction cache, which is read and written as in normal use.
 * @param model undefined takes the embedded one.
 */
export function startFathom(folder: string, threads: number, model?: UserModel): Fathom {
  const cache = { folder: path.join(folder, 'cache'), limitBytes: 4 * 1024 ** 3 };
  const { client, stop } = startInProcessEngine({
    appVersion: 'bench',
    modelsFolder,
    userModelsFolder: model?.userModelsFolder,
    cache,
    heicWorker,
    sessionWorker,
    threads,
  });
  return {
    convert: async (inputs, outputFolder) => {
      const photos: Converted[] = [];
      const started = performance.now();
      const request = { inputs: [...inputs], outputFolder, existing: 'overwrite' as const, model: model?.id };
      for await (const event of await client.convert(request)) {
        if (event.event === 'photo') photos.push(assertConverted(event));
      }
      return { wallMs: performance.now() - started, photos };
    },
    release: stop,
  };
}

function assertConverted(event: PhotoEvent): Converted {
  if (event.status === 'done') return event;
  throw new Error(`${event.photo}: ${event.status === 'failed' ? event.error.message : 'skipped'}`);
}
