import * as z from 'zod';

/** A photo as the window knows it. Opaque: only the host can tell where it lies. */
export const photoIdSchema = z
  .string()
  .regex(/^[\w-]{8,64}$/)
  .brand('PhotoId');
export type PhotoId = z.infer<typeof photoIdSchema>;

/** A folder as the window knows it, opaque like {@link photoIdSchema}. */
export const folderIdSchema = z
  .string()
  .regex(/^[\w-]{8,64}$/)
  .brand('FolderId');
export type FolderId = z.infer<typeof folderIdSchema>;
