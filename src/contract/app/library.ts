import * as z from 'zod';
import { folderIdSchema, photoIdSchema } from './ids';

/** A folder, or a handful of photos, that a person has opened; the top of a tree. */
export const rootSchema = z.object({
  id: folderIdSchema,
  name: z.string(),
  /** `photos`: files picked, dropped or pasted one by one. `samples`: those that come with Fathom. */
  kind: z.enum(['folder', 'photos', 'samples']),
});
export type Root = z.infer<typeof rootSchema>;

const folderEntrySchema = z.object({ id: folderIdSchema, name: z.string() });
export type FolderEntry = z.infer<typeof folderEntrySchema>;

const photoEntrySchema = z.object({
  id: photoIdSchema,
  /** File name with its extension. */
  name: z.string(),
  bytes: z.number(),
  modifiedAtMs: z.number(),
  /** Part of a picture's address: another one for every version of the file. */
  version: z.string(),
});
export type PhotoEntry = z.infer<typeof photoEntrySchema>;

/**
 * What browsing a folder tells: what lies in it, in pieces; `complete` once; then, for as long as the iteration lives,
 * what changes. `photos` also tells of photos that changed: their `version` is new.
 */
export const browseEventSchema = z.discriminatedUnion('event', [
  z.object({ event: z.literal('folders'), folders: z.array(folderEntrySchema) }),
  z.object({ event: z.literal('photos'), photos: z.array(photoEntrySchema) }),
  z.object({ event: z.literal('removed'), photos: z.array(photoIdSchema), folders: z.array(folderIdSchema) }),
  z.object({
    event: z.literal('complete'),
    /** Files in the folder that are no photos. */
    ignored: z.number(),
  }),
]);
export type BrowseEvent = z.infer<typeof browseEventSchema>;

/** What may stand on a thumbnail. */
export const photoStateSchema = z.object({
  id: photoIdSchema,
  /** Whether its depth, by the model and precision that are set, is there at once. */
  hasDepth: z.boolean(),
  /** Whether a person has typed its focal length. */
  hasTypedFocal: z.boolean(),
});
export type PhotoState = z.infer<typeof photoStateSchema>;
