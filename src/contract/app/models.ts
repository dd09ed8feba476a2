import * as z from 'zod';
import { importAnswersSchema } from '../../core/models/import-answers';
import { modelInspectionSchema } from '../import-model';

/** A model's file as the window knows it, opaque like a photo's id. */
export const modelFileIdSchema = z
  .string()
  .regex(/^[\w-]{8,64}$/)
  .brand('ModelFileId');
export type ModelFileId = z.infer<typeof modelFileIdSchema>;

/** A file that may be imported. */
export const modelFileSchema = z.object({ id: modelFileIdSchema, name: z.string() });
export type ModelFileEntry = z.infer<typeof modelFileSchema>;

export const inspectFileRequestSchema = z.object({
  file: modelFileIdSchema,
  answers: importAnswersSchema.default({}),
});

/** What a file says of itself, without its place. */
export const fileInspectionSchema = modelInspectionSchema.omit({ path: true });
export type FileInspection = z.infer<typeof fileInspectionSchema>;

export const importFileRequestSchema = z.object({
  file: modelFileIdSchema,
  source: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('catalogue'), id: z.string() }),
    z.object({ kind: z.literal('own'), answers: importAnswersSchema }),
  ]),
});
