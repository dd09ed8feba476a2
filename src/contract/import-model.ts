import * as z from 'zod';
import { modelDescriptorSchema } from '../core/models/descriptor';
import { IMPORT_ANSWERS, importAnswersSchema } from '../core/models/import-answers';

export const inspectModelRequestSchema = z.object({
  /** Of the graph; what it keeps beside it is found by its names. */
  path: z.string(),
  answers: importAnswersSchema.default({}),
});

const graphValue = z.object({
  name: z.string(),
  /** Element type and shape in words. */
  type: z.string(),
  /** What it may mean, likeliest first. */
  guesses: z.array(z.object({ role: z.string(), reason: z.string() })),
});
export type GraphValue = z.infer<typeof graphValue>;

/** What a model's file says of itself, and what it would take to import it. */
export const modelInspectionSchema = z.object({
  path: z.string(),
  bytes: z.number(),
  irVersion: z.number(),
  opsets: z.array(z.object({ domain: z.string(), version: z.number() })),
  producer: z.object({ name: z.string(), version: z.string() }),
  inputs: z.array(graphValue),
  outputs: z.array(graphValue),
  /** What the file stores, by element type; most bytes first. */
  parameters: z.array(z.object({ elementType: z.string(), tensors: z.number(), bytes: z.number() })),
  /** Domains of operators that ONNX Runtime does not have. */
  customDomains: z.array(z.string()),
  /** What the graph keeps beside it; a problem is a sentence. */
  externalFiles: z.array(z.object({ name: z.string(), bytes: z.number(), problem: z.string().optional() })),
  /** Answers that are still needed. */
  missing: z.array(z.enum(IMPORT_ANSWERS)),
  /** Why it cannot be imported, whatever is answered; a sentence each. */
  problems: z.array(z.string()),
  /** What the file and the answers come to, where nothing is missing. */
  descriptor: modelDescriptorSchema.optional(),
});
export type ModelInspection = z.infer<typeof modelInspectionSchema>;

export const importModelRequestSchema = z.object({
  path: z.string(),
  source: z.discriminatedUnion('kind', [
    /** A model of the catalogue: all is known of it but, maybe, which bytes it is. */
    z.object({ kind: z.literal('catalogue'), id: z.string() }),
    /** One that only the person knows. */
    z.object({ kind: z.literal('own'), answers: importAnswersSchema }),
  ]),
});
export type ImportModelRequest = z.infer<typeof importModelRequestSchema>;

export const trialRequestSchema = z.object({
  model: z.string(),
  photo: z.string(),
  /** Of the same photo. Of several the first does not count: a session is slower then. */
  runs: z.number().int().min(1).max(100).default(1),
});
export type TrialRequest = z.infer<typeof trialRequestSchema>;

/** What one photo took, and what came of it. */
export const trialSchema = z.object({
  /** In ONNX Runtime alone; the median where it ran several times. */
  inferMs: z.number(),
  /** Opening the model and reading the photo as well, until the first depth. */
  totalMs: z.number(),
  /** The most the engine's process held at once, from its start. */
  peakMemoryBytes: z.number(),
  nearestMetres: z.number(),
  farthestMetres: z.number(),
});
export type Trial = z.infer<typeof trialSchema>;

export const importEventSchema = z.discriminatedUnion('event', [
  z.object({ event: z.literal('inspecting') }),
  z.object({ event: z.literal('copying'), name: z.string(), bytesDone: z.number(), bytesTotal: z.number() }),
  z.object({ event: z.literal('trying') }),
  z.object({ event: z.literal('done'), id: z.string(), trial: trialSchema }),
]);
export type ImportEvent = z.infer<typeof importEventSchema>;
