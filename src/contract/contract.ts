import { eventIterator, oc, type ContractRouterClient } from '@orpc/contract';
import * as z from 'zod';
import { focalRequestSchema } from './camera';
import { compareRequestSchema, comparisonSchema } from './compare';
import { convertEventSchema, convertRequestSchema } from './convert';
import { decoderIdSchema, decoderInfoSchema } from './decoders';
import {
  diagnosisRequestSchema,
  diagnosisSchema,
  gpuFindingSchema,
  locationRequestSchema,
  locationSchema,
} from './diagnosis';
import { admissionSchema, depthViewContract } from './depth-view';
import { depthRequestSchema, depthResultSchema, modelChoiceSchema, precisionChoiceSchema } from './estimate';
import { callErrors } from './failure';
import { folderListingSchema } from './folder';
import {
  importEventSchema,
  importModelRequestSchema,
  inspectModelRequestSchema,
  modelInspectionSchema,
  trialRequestSchema,
  trialSchema,
} from './import-model';
import { measureEventSchema, measureRequestSchema } from './measure';
import { downloadProgressSchema, fileStateSchema, modelInfoSchema } from './models';
import { photoInfoSchema } from './photo-info';

/** What a texture may measure on any graphics card. */
export const LARGEST_PICTURE_SIDE_PX = 4096;

const decoderId = z.object({ id: decoderIdSchema });
const modelId = z.object({ id: z.string() });

/**
 * Everything a client may ask of the engine. One contract for every transport: Electron and child-process ports,
 * WebSocket, and direct calls within a process.
 */
export const contract = {
  /** Photos and folders in, files out. One photo's failure is an event; the batch goes on. */
  convert: oc.input(convertRequestSchema).errors(callErrors).output(eventIterator(convertEventSchema)),
  /**
   * Lets the photos being written finish, begins no more, and has `convert` end with its summary; false where no such
   * job runs. Leaving the iteration of `convert` does the same, without a summary.
   */
  cancel: oc.input(z.object({ job: z.string() })).output(z.boolean()),
  /** Metric depth of one photo, in memory. */
  depth: oc.input(depthRequestSchema).errors(callErrors).output(depthResultSchema),
  /** One photo by two models or precisions, and what differs. */
  compare: oc.input(compareRequestSchema).errors(callErrors).output(comparisonSchema),
  /** Lets the depth view ask for a photo by its id; the last word on an id counts. */
  admit: oc.input(admissionSchema).output(z.void()),
  /** What the depth view may call: on a port of its own where bulk data must not take the host's way, else here. */
  depthView: depthViewContract,
  /** For each photo, whether its prediction by this model and precision is in the cache: its depth is there at once. */
  predicted: oc
    .input(modelChoiceSchema.extend({ paths: z.array(z.string()) }))
    .errors(callErrors)
    .output(z.array(z.boolean())),
  /**
   * The oriented photo as sRGB JPEG, at most `longestSidePx` on its longer side; never enlarged. Small ones are kept in
   * the cache.
   */
  picture: oc
    .input(z.object({ path: z.string(), longestSidePx: z.number().int().min(16).max(LARGEST_PICTURE_SIDE_PX) }))
    .errors(callErrors)
    .output(z.instanceof(Uint8Array<ArrayBuffer>)),
  /** The photos and folders in a folder. */
  list: oc
    .input(z.object({ path: z.string() }))
    .errors(callErrors)
    .output(folderListingSchema),
  /** Size, EXIF and camera of one photo, without running a model. */
  inspect: oc
    .input(z.object({ path: z.string(), focal: focalRequestSchema.optional() }))
    .errors(callErrors)
    .output(photoInfoSchema),
  /** The models there are and whether their files are whole. */
  models: oc.output(z.array(modelInfoSchema)),
  /** Downloads a model of the catalogue, telling how far it has come; leaving the iteration stops, and keeps what came. */
  pullModel: oc.input(modelId).errors(callErrors).output(eventIterator(downloadProgressSchema)),
  /** What a model's file says of itself, and what else must be told to import it; nothing of it is run. */
  inspectModel: oc.input(inspectModelRequestSchema).errors(callErrors).output(modelInspectionSchema),
  /** Copies a model's files to the user's models once it has proven itself; leaving the iteration stops, and keeps nothing. */
  importModel: oc.input(importModelRequestSchema).errors(callErrors).output(eventIterator(importEventSchema)),
  /** Runs a model once on a photo. In an engine that has run nothing else, the memory is the model's own. */
  tryModel: oc.input(trialRequestSchema).errors(callErrors).output(trialSchema),
  /** Measures what models take on this machine, once; leaving the iteration stops, and keeps what was measured. */
  measureModels: oc.input(measureRequestSchema).errors(callErrors).output(eventIterator(measureEventSchema)),
  /** Removes a downloaded or imported model. */
  removeModel: oc.input(modelId).errors(callErrors).output(z.void()),
  /** Reads every byte of a model's files again. */
  verifyModel: oc.input(modelId).errors(callErrors).output(z.array(fileStateSchema)),
  /** The decoders that do not come with Fathom, and whether they are here. */
  decoders: oc.output(z.array(decoderInfoSchema)),
  /** Downloads a decoder and unpacks it, telling how far it has come; leaving the iteration stops, and keeps what came. */
  installDecoder: oc.input(decoderId).errors(callErrors).output(eventIterator(downloadProgressSchema)),
  removeDecoder: oc.input(decoderId).errors(callErrors).output(z.void()),
  /** Bytes of what can be made again: predictions and thumbnails. */
  cacheUsage: oc.output(z.object({ bytes: z.number() })),
  clearCache: oc.output(z.void()),
  /** Tells of graphics cards that the host sees; the engine then looks for devices anew. */
  tellGraphics: oc.input(z.array(gpuFindingSchema)).output(z.void()),
  /** What a request for a precision comes down to on this machine. */
  choice: oc.input(modelChoiceSchema).errors(callErrors).output(precisionChoiceSchema),
  /** What this machine can do, and what became of a model's rungs on it. */
  diagnose: oc.input(diagnosisRequestSchema.prefault({})).errors(callErrors).output(diagnosisSchema),
  /**
   * Looks for the node at which each rung goes wrong that runs and gives wrong numbers, tries what is known to help, and
   * keeps what does. Takes a while.
   */
  locate: oc.input(locationRequestSchema.prefault({})).errors(callErrors).output(z.array(locationSchema)),
};

/** A client of the engine, whatever lies between. */
export type FathomClient = ContractRouterClient<typeof contract>;
