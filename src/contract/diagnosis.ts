import * as z from 'zod';
import type { IslandRow } from '../core/onnx/convert/place-islands';
import { VENDORS, type Device, type GpuFinding } from '../core/devices/device';
import { ISLANDS } from '../core/precision/islands';
import { PRECISION_REQUESTS, PRECISIONS } from '../core/precision/precision';
import { OPTIMISATIONS, VERDICT_STATUSES, type Verdict } from '../core/precision/verdict';
import { modelInfoSchema } from './models';

export const verdictSchema = z.object({
  model: z.string(),
  provider: z.string(),
  device: z.string(),
  precision: z.enum(PRECISIONS),
  options: z.object({
    graphOptimizationLevel: z.enum(OPTIMISATIONS),
    islands: z.enum(ISLANDS).optional(),
    cpuNodes: z.array(z.string()).readonly().optional(),
    float32Nodes: z.array(z.string()).readonly().optional(),
  }),
  created: z.boolean(),
  ran: z.boolean(),
  finite: z.boolean(),
  absRelVsFp32: z.number().nullable(),
  scaleRatio: z.number().nullable(),
  checkedInPart: z.boolean(),
  ms: z.number().nullable(),
  inputShare: z.number().positive().max(1).optional(),
  status: z.enum(VERDICT_STATUSES),
  reason: z.string(),
}) satisfies z.ZodType<Verdict>;

const deviceSchema = z.object({
  vendor: z.enum(VENDORS),
  name: z.string(),
  architecture: z.string(),
  computeCapability: z.string().optional(),
  fp16: z.enum(['none', 'slow', 'full']),
  bf16: z.boolean(),
  tensorCores: z.boolean(),
  memoryBytes: z.number().optional(),
  driver: z.string().optional(),
  providers: z.array(z.string()).readonly(),
}) satisfies z.ZodType<Device>;

/** A graphics card as the host sees it. */
export const gpuFindingSchema = z.object({
  name: z.string(),
  vendor: z.enum(VENDORS),
  driver: z.string().optional(),
}) satisfies z.ZodType<GpuFinding>;

const rungSchema = z.object({
  provider: z.string(),
  device: z.string(),
  precision: z.enum(PRECISIONS),
  islands: z.enum(ISLANDS).optional(),
  reason: z.string(),
});

export const locationRequestSchema = z.object({
  model: z.string().default('fathom-s'),
  device: z.string().default('auto'),
});
export type LocationRequest = z.infer<typeof locationRequestSchema>;

/** Where a rung goes wrong that runs and gives wrong numbers. */
export const locationSchema = z.object({
  model: z.string(),
  provider: z.string(),
  precision: z.enum(PRECISIONS),
  /** Nodes whose inputs are right and whose output is not, in the order they were found: the first is where it begins. */
  nodes: z.array(
    z.object({
      name: z.string(),
      operator: z.string(),
      inputs: z.array(z.object({ name: z.string(), shape: z.array(z.number()).readonly().nullable() })),
      output: z.string(),
      /** Relative RMSE of its output against float32 on the CPU; null where it is no number. */
      error: z.number().nullable(),
    }),
  ),
  /** What became of the rung with those nodes computed elsewhere; null where no cure is known. */
  cured: verdictSchema.nullable(),
  /** What came of it, in words. */
  outcome: z.string(),
});
export type FaultLocation = z.infer<typeof locationSchema>;

export const diagnosisRequestSchema = z.object({
  /** Whose verdicts are told. */
  model: z.string().default('fathom-s'),
  precision: z.enum(PRECISION_REQUESTS).default('auto'),
  device: z.string().default('auto'),
  /** Whether to try the rungs that have not been tried, or all anew, which takes a while; else only what is known is told. */
  testing: z.enum(['never', 'missing', 'afresh']).default('never'),
  /** Whether to tell what of the model stays float32 in half precision, for which all its weights are read. */
  islands: z.boolean().default(false),
});
export type DiagnosisRequest = z.infer<typeof diagnosisRequestSchema>;

/** What this machine can do and what Fathom would choose on it. */
export const diagnosisSchema = z.object({
  versions: z.object({ fathom: z.string(), node: z.string(), onnxRuntime: z.string(), sharp: z.string() }),
  system: z.object({ platform: z.string(), cpu: z.string(), cores: z.number(), memoryBytes: z.number() }),
  /** Graphics cards first, the processor last. */
  devices: z.array(deviceSchema),
  /** Every rung there is, in the order it is tried. */
  ladder: z.array(rungSchema),
  /** What became of the model's rungs. */
  verdicts: z.array(verdictSchema),
  /** What of the model stays float32 in float16 with all islands, and why; absent where it was not asked for. */
  islands: z
    .array(z.object({ rule: z.string(), reason: z.string(), nodes: z.number() }) satisfies z.ZodType<IslandRow>)
    .readonly()
    .optional(),
  /** What Fathom can compute with that this machine lacks, and how to have it. */
  missing: z.array(z.object({ provider: z.string(), remedy: z.string() })),
  photoFormats: z.array(z.string()),
  models: z.array(modelInfoSchema),
  folders: z.object({ models: z.string(), cache: z.string().optional() }),
  /** The outcome in one sentence. */
  sentence: z.string(),
});
export type Diagnosis = z.infer<typeof diagnosisSchema>;
