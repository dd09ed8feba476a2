import { eventIterator, oc, type ContractRouterClient } from '@orpc/contract';
import * as z from 'zod';
import { focalRequestSchema } from '../camera';
import { comparedChoicesSchema, comparisonSchema } from '../compare';
import { decoderIdSchema, decoderInfoSchema } from '../decoders';
import { diagnosisSchema } from '../diagnosis';
import { precisionChoiceSchema } from '../estimate';
import { callErrors } from '../failure';
import { importEventSchema } from '../import-model';
import { measureEventSchema, measureRequestSchema } from '../measure';
import { downloadProgressSchema, modelInfoSchema } from '../models';
import { scaleCorrectionSchema } from '../scale';
import { aboutSchema, LINKS } from './about';
import { hostEventSchema } from './events';
import { folderIdSchema, photoIdSchema } from './ids';
import { destinationSchema, exportRequestSchema } from './jobs';
import { browseEventSchema, photoStateSchema, rootSchema } from './library';
import { fileInspectionSchema, importFileRequestSchema, inspectFileRequestSchema, modelFileSchema } from './models';
import { measurementsSchema } from './measurements';
import { importedDepthSchema, photoFactsSchema } from './photo';
import { settingsChangeSchema, settingsStateSchema } from './settings';

const call = oc.errors(callErrors);
const jobId = z.object({ job: z.string() });

/**
 * What a window asks of its host: Electron's main process, or `fathom serve` for a page in a browser. No path passes in
 * either direction but as text to be shown: places are opaque ids that the host has handed out.
 */
export const appContract = {
  about: oc.output(aboutSchema),
  /** Lives as long as the window does. */
  events: oc.output(eventIterator(hostEventSchema)),
  openLink: oc.input(z.object({ link: z.enum(LINKS) })).output(z.void()),

  settings: {
    read: oc.output(settingsStateSchema),
    change: oc.input(settingsChangeSchema).output(settingsStateSchema),
  },

  library: {
    /** Asks for a folder; null where the person thought better of it. Only where the host can `chooseFiles`. */
    chooseFolder: call.output(rootSchema.nullable()),
    /** Asks for photos; else as `chooseFolder`. */
    choosePhotos: call.output(rootSchema.nullable()),
    openSamples: call.output(rootSchema),
    /** Folders opened before, newest first, that are still there. */
    recent: oc.output(z.array(rootSchema)),
    openRecent: call.input(z.object({ folder: folderIdSchema })).output(rootSchema),
    /** Keeps a picture that was pasted, or dropped into a browser, in the app's own folder, and opens it. */
    addPicture: call
      .input(z.object({ name: z.string(), bytes: z.instanceof(Uint8Array<ArrayBuffer>) }))
      .output(rootSchema),
    close: oc.input(z.object({ folder: folderIdSchema })).output(z.void()),
    browse: call.input(z.object({ folder: folderIdSchema })).output(eventIterator(browseEventSchema)),
    /** At most 500 photos a call: those in view. */
    states: call.input(z.object({ photos: z.array(photoIdSchema).max(500) })).output(z.array(photoStateSchema)),
  },

  photo: {
    inspect: call.input(z.object({ photo: photoIdSchema })).output(photoFactsSchema),
    /** Keeps a typed focal length for the view, the badges and every export; null goes back to what EXIF says. */
    setFocal: call
      .input(z.object({ photos: z.array(photoIdSchema).min(1), focal: focalRequestSchema.nullable() }))
      .output(z.void()),
    /** Asks for a depth map to use in place of a model's, and tells what is used then; else as `library.chooseFolder`. */
    chooseDepth: call.input(z.object({ photo: photoIdSchema })).output(importedDepthSchema.nullable()),
    /** What 1 in the photo's depth map means; null goes back to what the file or its sidecar says. */
    setDepthScale: call
      .input(z.object({ photo: photoIdSchema, metresPerUnit: z.number().positive().nullable() }))
      .output(z.void()),
    /** Back to the model's depth. */
    forgetDepth: call.input(z.object({ photo: photoIdSchema })).output(z.void()),
    /** What was measured in the photo. */
    measurements: call.input(z.object({ photo: photoIdSchema })).output(measurementsSchema),
    keepMeasurements: call.input(z.object({ photo: photoIdSchema, measurements: measurementsSchema })).output(z.void()),
    /**
     * Keeps a correction of scale for the view and every export: of the photo alone, or of all photos that its camera
     * takes, which leaves those with one of their own alone. null forgets both.
     */
    setScale: call
      .input(
        z.object({
          photo: photoIdSchema,
          of: z.enum(['photo', 'camera']),
          correction: scaleCorrectionSchema.nullable(),
        }),
      )
      .output(z.void()),
    /** The photo by two models or precisions, with the focal and the edges that are set. */
    compare: call.input(z.object({ photo: photoIdSchema, choices: comparedChoicesSchema })).output(comparisonSchema),
    /** Before each call of `depthView.depth`: tells the engine which file, focal, model and precision are meant. */
    admit: call.input(z.object({ photo: photoIdSchema })).output(z.void()),
  },

  exports: {
    /** Asks for a folder to write to; null where the person thought better of it. */
    chooseDestination: call.output(destinationSchema.nullable()),
    /** Places that can be offered without asking, the last one used first. */
    destinations: oc.output(z.array(destinationSchema)),
    start: call.input(exportRequestSchema).output(jobId),
    cancel: oc.input(jobId).output(z.void()),
    cancelAll: oc.output(z.void()),
    /** Takes up again what is not finished. */
    retry: call.input(jobId).output(z.void()),
    /** Forgets a job that has ended. */
    forget: oc.input(jobId).output(z.void()),
    showInFolder: call.input(jobId).output(z.void()),
  },

  models: {
    list: call.output(z.array(modelInfoSchema.omit({ file: true }))),
    pull: call.input(z.object({ id: z.string() })).output(eventIterator(downloadProgressSchema)),
    remove: call.input(z.object({ id: z.string() })).output(z.void()),
    /** As the engine's `measureModels`. */
    measure: call.input(measureRequestSchema).output(eventIterator(measureEventSchema)),
    /** Asks for an ONNX file; else as `library.chooseFolder`. */
    chooseFile: call.output(modelFileSchema.nullable()),
    /** The ONNX files that lie in the folders that are open. */
    files: call.output(z.array(modelFileSchema)),
    /** What a file says of itself, and what else must be told to import it. */
    inspect: call.input(inspectFileRequestSchema).output(fileInspectionSchema),
    /** Copies a model once it has proven itself in a trial run; leaving the iteration stops, and keeps nothing. */
    import: call.input(importFileRequestSchema).output(eventIterator(importEventSchema)),
  },

  decoders: {
    list: call.output(z.array(decoderInfoSchema)),
    install: call.input(z.object({ id: decoderIdSchema })).output(eventIterator(downloadProgressSchema)),
    remove: call.input(z.object({ id: decoderIdSchema })).output(z.void()),
  },

  engine: {
    /** What the precision that is set comes down to, with the model and device that are set. */
    choice: call.output(precisionChoiceSchema),
    /** What this machine can do, what was chosen and why. */
    diagnose: call.output(diagnosisSchema.omit({ models: true, folders: true })),
    /** Tries every rung of the model that is set anew. */
    retest: call.output(z.void()),
    /** Starts the engine again: after it failed, or to look at the devices afresh. */
    restart: oc.output(z.void()),
  },

  cache: {
    usage: oc.output(z.object({ bytes: z.number(), folder: z.string() })),
    clear: call.output(z.void()),
  },
};

/** A window's way to its host, whatever lies between. */
export type AppClient = ContractRouterClient<typeof appContract>;
