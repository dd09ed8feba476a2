import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { ConvertEvent, ConvertRequest, PhotoEvent, PhotoStage } from '../../contract/convert';
import type { EngineState } from '../engine-state';
import { failureOf } from '../failure-error';
import { isAbandonedPart } from '../files/staged-file';
import { WritableFolders } from '../files/writable-folders';
import { convertPhoto, type PhotoTask } from './convert-photo';
import { eventsOf } from '../../contract/event-queue';
import { findPhotos } from './find-photos';
import { placeKey, placeOutputs } from './output-names';

/** Photos in flight by default: one in the session, one being decoded, one being written. */
const DEFAULT_JOBS = 3;

export interface BatchHost {
  readonly engine: EngineState;
  readonly appVersion: string;
}

/**
 * Converts photos and folders, several in flight, and tells of each stage and result; the summary comes last.
 * Raising `signal`, or leaving the iteration, lets writes under way finish and begins nothing new.
 */
export function convertBatch(
  host: BatchHost,
  request: ConvertRequest,
  signal: AbortSignal,
): AsyncGenerator<ConvertEvent, void, void> {
  return eventsOf(signal, (emit, raised) => runBatch(host, request, raised, emit));
}

async function runBatch(
  { engine, appVersion }: BatchHost,
  request: ConvertRequest,
  signal: AbortSignal,
  emit: (event: ConvertEvent) => void,
): Promise<void> {
  const started = performance.now();
  const found = await findPhotos(request.inputs, request);
  const places = placeOutputs(found.photos, request.outputFolder);
  await removeAbandonedParts(new Set([...places.values()].map(({ folder }) => folder)));

  const total = found.photos.length + found.unreadable.length;
  const counts = { done: 0, failed: 0, skipped: 0, cancelled: 0 };
  const settle = (event: PhotoEvent): void => {
    if (event.status === 'failed' && event.error.code === 'Cancelled') {
      counts.cancelled++;
      return;
    }
    counts[event.status]++;
    emit(event);
  };
  const settled = (): number => counts.done + counts.failed + counts.skipped + counts.cancelled;
  const context = {
    engine,
    request,
    batch: {
      photos: new Set(found.photos.map((photo) => photo.path)),
      placeKeys: new Set([...places.values()].map(placeKey)),
    },
    folders: new WritableFolders(),
    appVersion,
    signal,
    onStage: (photo: string, stage: PhotoStage): void => {
      emit({ event: 'progress', photo, stage, done: settled(), total });
    },
  };

  for (const { path: folder, failure } of found.unreadable) {
    settle({ event: 'photo', photo: folder, status: 'failed', outputs: [], error: failure });
  }
  const tasks = found.photos.map((photo): PhotoTask => ({
    path: photo.path,
    subfolder: photo.outputSubfolder,
    place: places.get(photo)!,
  }));
  await inParallel(tasks, request.jobs ?? DEFAULT_JOBS, async (task) => {
    settle(
      await convertPhoto(task, context).catch((error: unknown): PhotoEvent => {
        const failure = failureOf(error, task.path);
        return { event: 'photo', photo: task.path, status: 'failed', outputs: [], error: failure };
      }),
    );
  });
  emit({ event: 'summary', ...counts, ignored: found.ignored, ms: performance.now() - started });
}

/** Works through the items in order, `width` at a time. */
async function inParallel<Item>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const worker = async (): Promise<void> => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
}

/** Clears away what processes that were killed left half-written in the folders about to be written to. */
async function removeAbandonedParts(folders: ReadonlySet<string>): Promise<void> {
  for (const folder of folders) {
    const names = await readdir(folder).catch(() => []);
    await Promise.all(names.filter(isAbandonedPart).map((name) => rm(path.join(folder, name), { force: true })));
  }
}
