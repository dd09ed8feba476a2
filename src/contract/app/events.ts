import * as z from 'zod';
import { failureSchema } from '../failure';
import { jobSchema } from './jobs';
import { rootSchema } from './library';
import { settingsSchema } from './settings';

/** What the native menu, or a key, may ask of the window. */
export const COMMANDS = [
  'openFolder',
  'openPhotos',
  'openSamples',
  'export',
  'selectAll',
  'showLibrary',
  'showViewer',
  'showQueue',
  'showSettings',
] as const;
export type Command = (typeof COMMANDS)[number];

/** The process that runs the models. */
const engineStateSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('starting') }),
  z.object({ state: z.literal('ready') }),
  /** It ended by itself and is being started again. */
  z.object({ state: z.literal('restarting'), reason: z.string() }),
  /** It ended too often: the person has to ask for another try. */
  z.object({ state: z.literal('failed'), failure: failureSchema }),
]);
export type EngineState = z.infer<typeof engineStateSchema>;

/** What the host tells the window without being asked. The first events after subscribing are the state there is. */
export const hostEventSchema = z.discriminatedUnion('event', [
  z.object({ event: z.literal('engine'), engine: engineStateSchema }),
  z.object({ event: z.literal('settings'), settings: settingsSchema }),
  /** All that are open, newest first. `show` where one was just opened: by the menu, a drop, or a second start. */
  z.object({ event: z.literal('roots'), roots: z.array(rootSchema), show: rootSchema.optional() }),
  /** All jobs there are, oldest first. */
  z.object({ event: z.literal('jobs'), jobs: z.array(jobSchema) }),
  z.object({ event: z.literal('command'), command: z.enum(COMMANDS) }),
]);
export type HostEvent = z.infer<typeof hostEventSchema>;
