import type { PhotoId } from '../../contract/app/ids';
import type { KeptMeasurements } from '../../contract/app/measurements';
import { historyOf } from '../../core/history/undo-history';
import { measured, type MeasuringAction } from '../../core/measuring/measuring-history';
import { measurementOf, type Measurements } from '../../core/measuring/measurement';
import type { PhotoPlace } from '../../core/measuring/picked-point';
import { act, type App, tell } from '../state/app';
import { type MeasuringTool, NEW_MEASURING, placesTakenBy } from './measuring';

/** Reads what was measured when a photo comes into view, and keeps every change. */
export function followMeasuring(app: App): void {
  app.viewer.subscribe(({ photo }, before) => {
    if (photo === before.photo) return;
    const { open, showsGuides } = app.measuring.getState();
    app.measuring.setState({ ...NEW_MEASURING, open, showsGuides });
    if (photo !== undefined) void readKept(app, photo);
  });
  app.measuring.subscribe(({ history, loaded }, before) => {
    const { photo } = app.viewer.getState();
    const isChange = loaded && before.loaded && history.present !== before.history.present;
    if (!isChange || photo === undefined) return;
    act(app, (client) => client.photo.keepMeasurements({ photo, measurements: keptOf(history.present) }));
  });
}

async function readKept(app: App, photo: PhotoId): Promise<void> {
  try {
    const { list, level } = await (await app.client()).photo.measurements({ photo });
    if (app.viewer.getState().photo !== photo) return;
    app.measuring.setState({ history: historyOf({ list, level }), loaded: true });
  } catch (error) {
    tell(app, error);
  }
}

function keptOf({ list, level }: Measurements): KeptMeasurements {
  // The schema's arrays are its own to change.
  return structuredClone({ list, ...(level && { level }) }) as unknown as KeptMeasurements;
}

/** Opens or closes measuring; what was begun goes. */
export function toggleMeasuring(app: App): void {
  app.measuring.setState(({ open }) => ({ open: !open, tool: undefined, draft: [] }));
}

/** Takes a tool up, or lays it down. */
export function chooseTool(app: App, tool: MeasuringTool): void {
  app.measuring.setState((measuring) => ({ tool: measuring.tool === tool ? undefined : tool, draft: [] }));
}

/** Carries an action out on what was measured. */
export function change(app: App, action: MeasuringAction): void {
  app.measuring.setState(({ history }) => ({ history: measured(history, action) }));
}

/** Takes a place for what is being measured; the last one that the tool takes ends it. */
export function takePlace(app: App, place: PhotoPlace): void {
  const { tool, draft, loaded } = app.measuring.getState();
  if (tool === undefined || !loaded) return;
  const next = [...draft, place];
  app.measuring.setState({ draft: next });
  if (next.length >= placesTakenBy(tool).most) finishDraft(app);
}

/** Makes a measurement of the places taken, or the ground; nothing while they are too few. */
export function finishDraft(app: App): void {
  const { tool, draft } = app.measuring.getState();
  if (tool === undefined || draft.length < placesTakenBy(tool).least) return;
  app.measuring.setState({ draft: [] });
  if (tool === 'level') {
    app.measuring.setState({ tool: undefined });
    change(app, { kind: 'level', level: { kind: 'places', places: draft } });
    return;
  }
  const id = crypto.randomUUID();
  change(app, { kind: 'add', measurement: measurementOf({ id, name: '' }, tool, draft)! });
  app.measuring.setState({ selected: id });
}

/** Takes the last place back; without any, lays the tool down. Returns whether there was something to give up. */
export function giveUp(app: App): boolean {
  const { tool, draft } = app.measuring.getState();
  if (tool === undefined) return false;
  app.measuring.setState(draft.length > 0 ? { draft: [] } : { tool: undefined });
  return true;
}

/** Undoes: the last place of what is being measured, else the last change. */
export function undo(app: App): void {
  const { draft } = app.measuring.getState();
  if (draft.length > 0) app.measuring.setState({ draft: draft.slice(0, -1) });
  else change(app, { kind: 'undo' });
}
