import { stat } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import type { HostEvent } from '../contract/app/events';
import { measurementsSchema, type KeptMeasurements } from '../contract/app/measurements';
import { focalRequestSchema } from '../contract/camera';
import { depthFileSchema } from '../contract/estimate';
import { maskSettingsOf } from '../contract/masks';
import type { LevelChoice } from '../core/measuring/measurement';
import { Announcer } from './announcer';
import { createAppRouter, stateOf } from './app-router';
import { SupervisedEngine } from './engine/supervised-engine';
import { Destinations } from './exports/destinations';
import { afterRestart, exportJobSchema } from './exports/export-job';
import { ExportQueue } from './exports/export-queue';
import { shownJob } from './exports/shown-job';
import type { Host, HostOptions } from './host';
import type { HostParts } from './host-parts';
import { JsonFile } from './json-file';
import { KeptScales } from './library/kept-scales';
import { PhotoNotes } from './library/photo-notes';
import { Roots } from './library/roots';
import { ModelFiles } from './models/model-files';
import { pictureResponse } from './pictures';
import { Places } from './places';
import { placesKey } from './places-key';
import { SettingsStore } from './settings/settings-store';

/** Sets a host up from what the app's own folder holds, and starts its engine. */
export async function createHost(options: HostOptions): Promise<Host> {
  const parts = await assemble(options);
  for (const folder of options.folders) await parts.roots.addFolder(folder, 'folder');
  return {
    router: createAppRouter(parts),
    open: (paths) => open(parts, paths),
    command: (command) => {
      parts.announcer.tell({ event: 'command', command });
    },
    picture: (request) =>
      pictureResponse(request, parts.places, async (input, call) => (await parts.client()).picture(input, call)),
    engine: () => parts.engine.current(),
    settings: () => parts.settings.current,
    follow: (signal) => parts.announcer.follow(parts.state(), signal),
    isBusy: () => parts.queue.isBusy(),
    close: async () => {
      await parts.queue.close();
      parts.announcer.close();
      await parts.engine.close();
    },
  };
}

async function assemble(options: HostOptions): Promise<HostParts> {
  const { dataFolder } = options;
  const announcer = new Announcer();
  const places = new Places(await placesKey(dataFolder));
  const settings = await SettingsStore.open(dataFolder, (now) => {
    announcer.tell({ event: 'settings', settings: now });
  });
  // A host whose windows cannot choose folders shows those it was given: none that an earlier start was.
  const remembering = options.shell.can.chooseFiles ? dataFolder : undefined;
  const roots = await Roots.open(remembering, places, (list, show) => {
    announcer.tell({ event: 'roots', roots: [...list], ...(show && { show }) });
  });
  const kept = await openKept(dataFolder);
  const engine = new SupervisedEngine(
    options.startEngine,
    () => ({ cacheLimitBytes: settings.current.cacheLimitBytes, cacheFolder: settings.current.cacheFolder }),
    (state) => {
      announcer.tell({ event: 'engine', engine: state });
    },
  );
  const client = async () => (await engine.current()).client;
  const jobs = new JsonFile(path.join(dataFolder, 'jobs.json'), z.array(exportJobSchema));
  const keptJobs = await jobs.read();
  const queue = new ExportQueue(
    {
      engine: client,
      choice: () => {
        const { model, precision, device } = settings.current;
        return { model, precision, device, ...maskSettingsOf(settings.current) };
      },
      typedFocals: () => kept.typedFocals.all(),
      importedDepths: () => kept.importedDepths.all(),
      scales: () => kept.scales.all(),
      levels: () => levelsOf(kept.measurements.all()),
      onChange: (list) => {
        announcer.tell(jobsEvent());
        // A full disk costs what the next start knows of the queue, not the queue.
        jobs.write([...list]).catch(() => undefined);
      },
    },
    keptJobs.kind === 'read' ? keptJobs.value.map(afterRestart) : [],
  );
  const jobsEvent = (): HostEvent => ({
    event: 'jobs',
    jobs: queue.list().map((job) => shownJob(job, queue.activity(job.id), places)),
  });
  return {
    ...options,
    announcer,
    places,
    modelFiles: new ModelFiles(),
    settings,
    roots,
    ...kept,
    destinations: new Destinations(options.destinations),
    queue,
    engine,
    client,
    state: () => stateOf({ engine, settings, roots }, jobsEvent()),
  };
}

/** What persons said of single photos. */
type KeptParts = Pick<HostParts, 'typedFocals' | 'importedDepths' | 'measurements' | 'scales'>;

async function openKept(dataFolder: string): Promise<KeptParts> {
  return {
    typedFocals: await PhotoNotes.open(dataFolder, 'focals.json', focalRequestSchema),
    importedDepths: await PhotoNotes.open(dataFolder, 'depths.json', depthFileSchema),
    measurements: await PhotoNotes.open(dataFolder, 'measurements.json', measurementsSchema),
    scales: await KeptScales.open(dataFolder),
  };
}

/** The grounds that were chosen, by the photos' paths. */
function levelsOf(measurements: Record<string, KeptMeasurements>): Record<string, LevelChoice> {
  return Object.fromEntries(
    Object.entries(measurements).flatMap(([photo, { level }]) => (level ? [[photo, level]] : [])),
  );
}

/** Folders become roots of their own, photos join those opened one by one; what is not there is left out. */
async function open({ roots }: HostParts, paths: readonly string[]): Promise<void> {
  const photos: string[] = [];
  for (const file of paths) {
    const status = await stat(file).catch(() => undefined);
    if (status?.isDirectory()) await roots.addFolder(file, 'folder');
    else if (status?.isFile()) photos.push(file);
  }
  if (photos.length > 0) roots.addPhotos(photos);
}
