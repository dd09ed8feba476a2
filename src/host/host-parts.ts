import type { HostEvent } from '../contract/app/events';
import type { KeptMeasurements } from '../contract/app/measurements';
import type { FathomClient } from '../contract/contract';
import type { DepthFile } from '../contract/estimate';
import type { FocalRequest } from '../core/camera/focal-request';
import type { Announcer } from './announcer';
import type { SupervisedEngine } from './engine/supervised-engine';
import type { Destinations } from './exports/destinations';
import type { ExportQueue } from './exports/export-queue';
import type { KeptScales } from './library/kept-scales';
import type { PhotoNotes } from './library/photo-notes';
import type { Roots } from './library/roots';
import type { ModelFiles } from './models/model-files';
import type { Places } from './places';
import type { SettingsStore } from './settings/settings-store';
import type { Shell } from './shell';

/** What a host is made of. */
export interface HostParts {
  readonly appVersion: string;
  readonly dataFolder: string;
  readonly samplesFolder: string;
  readonly shell: Shell;
  readonly announcer: Announcer;
  readonly places: Places;
  readonly modelFiles: ModelFiles;
  readonly settings: SettingsStore;
  readonly roots: Roots;
  readonly typedFocals: PhotoNotes<FocalRequest>;
  /** The depth maps chosen in place of a model's depth. */
  readonly importedDepths: PhotoNotes<DepthFile>;
  /** Those of photos in which anything was measured. */
  readonly measurements: PhotoNotes<KeptMeasurements>;
  readonly scales: KeptScales;
  readonly destinations: Destinations;
  readonly queue: ExportQueue;
  readonly engine: SupervisedEngine;
  /** A client of the engine that runs, or of the next one. */
  readonly client: () => Promise<FathomClient>;
  /** What a window that comes is told first. */
  readonly state: () => readonly HostEvent[];
}
