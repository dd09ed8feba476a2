import path from 'node:path';
import { implement, ORPCError } from '@orpc/server';
import { appContract } from '../contract/app/app-contract';
import type { HostEvent } from '../contract/app/events';
import type { ExportRequest } from '../contract/app/jobs';
import type { ImportedDepth } from '../contract/app/photo';
import type { DepthFile } from '../contract/estimate';
import type { PhotoId } from '../contract/app/ids';
import { maskSettingsOf } from '../contract/masks';
import { browseFolder, browseSingles } from './library/browse-folder';
import type { ExportSource } from './exports/export-job';
import type { HostParts } from './host-parts';
import { addPicture } from './library/added-pictures';
import { cameraName } from '../core/measuring/scale-correction';

/** The app's contract, carried out with a host's parts. */
export function createAppRouter(parts: HostParts) {
  const api = implement(appContract);
  return api.router({
    about: api.about.handler(() => ({
      version: parts.appVersion,
      platform: process.platform,
      host: parts.shell.kind,
      can: parts.shell.can,
      links: parts.shell.links,
    })),
    events: api.events.handler(({ signal }) => parts.announcer.listen(parts.state(), signal)),
    openLink: api.openLink.handler(({ input }) => {
      parts.shell.openLink(input.link);
    }),
    settings: settingsCalls(parts),
    library: libraryCalls(parts),
    photo: photoCalls(parts),
    exports: exportCalls(parts),
    models: modelCalls(parts),
    decoders: decoderCalls(parts),
    engine: engineCalls(parts),
    cache: cacheCalls(parts),
  });
}

function settingsCalls({ settings }: HostParts) {
  const api = implement(appContract.settings);
  const state = () => ({
    settings: settings.current,
    ...(settings.problem !== undefined && { problem: settings.problem }),
  });
  return api.router({
    read: api.read.handler(state),
    change: api.change.handler(async ({ input }) => {
      await settings.change(input);
      return state();
    }),
  });
}

function libraryCalls(parts: HostParts) {
  const api = implement(appContract.library);
  const { shell, roots, places } = parts;
  const list = async (path: string) => (await parts.client()).list({ path });
  return api.router({
    chooseFolder: api.chooseFolder.handler(async () => {
      const folder = await shell.chooseFolder();
      return folder === undefined ? null : roots.addFolder(folder, 'folder');
    }),
    choosePhotos: api.choosePhotos.handler(async () => {
      const photos = await shell.choosePhotos();
      return photos.length === 0 ? null : roots.addPhotos(photos);
    }),
    openSamples: api.openSamples.handler(() => roots.addFolder(parts.samplesFolder, 'samples')),
    recent: api.recent.handler(() => roots.recent()),
    openRecent: api.openRecent.handler(({ input }) => roots.addFolder(places.folder(input.folder), 'folder')),
    addPicture: api.addPicture.handler(async ({ input: { name, bytes } }) =>
      roots.addPhotos([await addPicture(parts.dataFolder, name, bytes)]),
    ),
    close: api.close.handler(({ input }) => {
      roots.close(input.folder);
    }),
    browse: api.browse.handler(async function* ({ input, signal = new AbortController().signal }) {
      const singles = roots.singles(input.folder);
      if (singles) yield* browseSingles(singles, places, signal);
      else yield* browseFolder(places.folder(input.folder), places, list, signal);
    }),
    states: api.states.handler(async ({ input: { photos } }) => {
      const paths = photos.map((id) => places.photo(id));
      const engine = await parts.client();
      const predicted = await engine.predicted({ paths, ...choiceOf(parts) });
      return photos.map((id, i) => ({
        id,
        hasDepth: predicted[i]!,
        hasTypedFocal: parts.typedFocals.of(paths[i]!) !== undefined,
      }));
    }),
  });
}

function photoCalls(parts: HostParts) {
  const api = implement(appContract.photo);
  const { places, typedFocals, importedDepths, scales } = parts;
  const pathAndFocal = (id: PhotoId) => {
    const path = places.photo(id);
    const focal = typedFocals.of(path);
    return { path, ...(focal && { focal }) };
  };
  return api.router({
    inspect: api.inspect.handler(async ({ input }) => {
      const { path: file, focal } = pathAndFocal(input.photo);
      const { path: place, ...facts } = await (await parts.client()).inspect({ path: file, focal });
      const depth = importedDepths.of(file);
      return {
        ...facts,
        name: path.basename(file),
        ...(focal && { typedFocal: focal }),
        ...(depth && { importedDepth: shownDepth(depth) }),
      };
    }),
    setFocal: api.setFocal.handler(({ input }) =>
      typedFocals.set(
        input.photos.map((id) => places.photo(id)),
        input.focal,
      ),
    ),
    ...importedDepthCalls(parts),
    ...measuringCalls(parts),
    compare: api.compare.handler(async ({ input: { photo, choices }, signal }) => {
      const engine = await parts.client();
      return engine.compare(
        { ...pathAndFocal(photo), ...maskSettingsOf(parts.settings.current), choices },
        signal && { signal },
      );
    }),
    admit: api.admit.handler(async ({ input: { photo } }) => {
      const masks = maskSettingsOf(parts.settings.current);
      const engine = await parts.client();
      const place = pathAndFocal(photo);
      const depthFile = importedDepths.of(place.path);
      await engine.admit({
        id: photo,
        ...place,
        ...choiceOf(parts),
        ...masks,
        scales: scales.forPhoto(place.path),
        ...(depthFile && { depthFile }),
      });
    }),
  });
}

function importedDepthCalls({ shell, places, importedDepths }: HostParts) {
  const api = implement(appContract.photo);
  return {
    chooseDepth: api.chooseDepth.handler(async ({ input: { photo } }) => {
      const file = await shell.chooseDepth();
      if (file === undefined) return null;
      await importedDepths.set([places.photo(photo)], { path: file });
      return shownDepth({ path: file });
    }),
    setDepthScale: api.setDepthScale.handler(async ({ input: { photo, metresPerUnit } }) => {
      const file = places.photo(photo);
      const depth = importedDepths.of(file);
      if (depth)
        await importedDepths.set([file], { path: depth.path, ...(metresPerUnit !== null && { metresPerUnit }) });
    }),
    forgetDepth: api.forgetDepth.handler(({ input: { photo } }) => importedDepths.set([places.photo(photo)], null)),
  };
}

function measuringCalls({ client, places, measurements, scales }: HostParts) {
  const api = implement(appContract.photo);
  return {
    measurements: api.measurements.handler(({ input }) => measurements.of(places.photo(input.photo)) ?? { list: [] }),
    keepMeasurements: api.keepMeasurements.handler(({ input: { photo, measurements: kept } }) =>
      measurements.set([places.photo(photo)], kept.list.length > 0 || kept.level ? kept : null),
    ),
    setScale: api.setScale.handler(async ({ input: { photo, of, correction } }) => {
      const file = places.photo(photo);
      if (of === 'photo' || !correction) await scales.set({ kind: 'photos', key: file }, correction);
      if (of === 'photo' && correction) return;
      const camera = cameraName(await (await client()).inspect({ path: file }));
      if (camera === undefined) return;
      // A correction of its own would go before that of its camera.
      await scales.set({ kind: 'photos', key: file }, null);
      await scales.set({ kind: 'cameras', key: camera }, correction);
    }),
  };
}

function shownDepth({ path: file, metresPerUnit }: DepthFile): ImportedDepth {
  return { name: path.basename(file), ...(metresPerUnit !== undefined && { metresPerUnit }) };
}

function exportCalls(parts: HostParts) {
  const api = implement(appContract.exports);
  const { shell, destinations, queue } = parts;
  return api.router({
    chooseDestination: api.chooseDestination.handler(async () => {
      const folder = await shell.chooseDestination();
      return folder === undefined ? null : destinations.add(folder);
    }),
    destinations: api.destinations.handler(() => destinations.list()),
    start: api.start.handler(({ input }) => {
      const outputFolder = destinations.find(input.destination);
      if (outputFolder === undefined) {
        throw new ORPCError('OutputUnwritable', {
          message: 'this folder was not chosen as a destination',
          data: { remedy: 'Choose where to export to.' },
        });
      }
      destinations.add(outputFolder);
      const { source, label } = sourceOf(parts, input.scope);
      const clips = byPath(parts, input.clips);
      const lassos = byPath(parts, input.lassos);
      return { job: queue.add({ label, source, outputFolder, options: input.options, clips, lassos }) };
    }),
    cancel: api.cancel.handler(({ input }) => {
      queue.cancel(input.job);
    }),
    cancelAll: api.cancelAll.handler(() => {
      for (const { id } of queue.list()) queue.cancel(id);
    }),
    retry: api.retry.handler(({ input }) => {
      queue.retry(input.job);
    }),
    forget: api.forget.handler(({ input }) => {
      queue.forget(input.job);
    }),
    showInFolder: api.showInFolder.handler(({ input }) => {
      const job = queue.find(input.job);
      if (job) shell.showInFolder(job.outputFolder);
    }),
  });
}

/** What is said of single photos, by their paths in place of their ids. */
function byPath<T>({ places }: HostParts, ofPhotos: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(ofPhotos).map(([id, value]) => [places.photo(id as PhotoId), value]));
}

/** The files an export takes, and what to call them. */
function sourceOf(
  { places, roots }: HostParts,
  scope: ExportRequest['scope'],
): { source: ExportSource; label: string } {
  if (scope.kind === 'photos') return photosSource(scope.photos.map((id) => places.photo(id)));
  const singles = roots.singles(scope.folder);
  if (singles) return photosSource([...singles.list()]);
  const folder = places.folder(scope.folder);
  return { source: { kind: 'folder', folder, recursive: scope.recursive }, label: path.basename(folder) };
}

function photosSource(photos: string[]): { source: ExportSource; label: string } {
  const first = path.basename(photos[0]!);
  return { source: { kind: 'photos', photos }, label: photos.length === 1 ? first : `${first} +${photos.length - 1}` };
}

function modelCalls(parts: HostParts) {
  const api = implement(appContract.models);
  return api.router({
    list: api.list.handler(async () => (await (await parts.client()).models()).map(({ file, ...model }) => model)),
    pull: api.pull.handler(async function* ({ input, signal }) {
      yield* await (await parts.client()).pullModel(input, signal && { signal });
    }),
    remove: api.remove.handler(async ({ input, signal }) =>
      (await parts.client()).removeModel(input, signal && { signal }),
    ),
    measure: api.measure.handler(async function* ({ input, signal }) {
      yield* await (await parts.client()).measureModels(input, signal && { signal });
    }),
    chooseFile: api.chooseFile.handler(async () => {
      const file = await parts.shell.chooseModel();
      return file === undefined ? null : parts.modelFiles.add(file);
    }),
    files: api.files.handler(() =>
      parts.modelFiles.addThoseIn(
        parts.roots
          .list()
          .filter(({ kind }) => kind === 'folder')
          .map(({ id }) => parts.places.folder(id)),
      ),
    ),
    inspect: api.inspect.handler(async ({ input: { file, answers } }) => {
      const request = { path: parts.modelFiles.find(file), answers };
      const { path: place, ...inspection } = await (await parts.client()).inspectModel(request);
      return inspection;
    }),
    import: api.import.handler(async function* ({ input: { file, source }, signal }) {
      const request = { path: parts.modelFiles.find(file), source };
      yield* await (await parts.client()).importModel(request, signal && { signal });
    }),
  });
}

function decoderCalls(parts: HostParts) {
  const api = implement(appContract.decoders);
  return api.router({
    list: api.list.handler(async () => (await parts.client()).decoders()),
    install: api.install.handler(async function* ({ input, signal }) {
      yield* await (await parts.client()).installDecoder(input, signal && { signal });
    }),
    remove: api.remove.handler(async ({ input, signal }) =>
      (await parts.client()).removeDecoder(input, signal && { signal }),
    ),
  });
}

function engineCalls(parts: HostParts) {
  const api = implement(appContract.engine);
  return api.router({
    choice: api.choice.handler(async () => (await parts.client()).choice(choiceOf(parts))),
    diagnose: api.diagnose.handler(async () => {
      const { models, folders, ...diagnosis } = await (await parts.client()).diagnose(choiceOf(parts));
      return diagnosis;
    }),
    retest: api.retest.handler(async () => {
      await (await parts.client()).diagnose({ ...choiceOf(parts), testing: 'afresh' });
    }),
    restart: api.restart.handler(() => {
      parts.engine.restart();
    }),
  });
}

function cacheCalls(parts: HostParts) {
  const api = implement(appContract.cache);
  return api.router({
    usage: api.usage.handler(async () => {
      const engine = await parts.client();
      const [{ bytes }, { folders }] = [await engine.cacheUsage(), await engine.diagnose()];
      return { bytes, folder: folders.cache ?? '' };
    }),
    clear: api.clear.handler(async () => (await parts.client()).clearCache()),
  });
}

/** The model, precision and device that are set. */
function choiceOf({ settings }: HostParts) {
  const { model, precision, device } = settings.current;
  return { model, precision, device };
}

/** What a window that comes is told first. */
export function stateOf(parts: Pick<HostParts, 'engine' | 'settings' | 'roots'>, jobs: HostEvent): HostEvent[] {
  return [
    { event: 'settings', settings: parts.settings.current },
    { event: 'engine', engine: parts.engine.state },
    { event: 'roots', roots: parts.roots.list() },
    jobs,
  ];
}
