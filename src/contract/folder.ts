import * as z from 'zod';

/** What lies in one folder, as a library shows it: no sub-folders' contents, nothing hidden, none of Fathom's own files. */
export const folderListingSchema = z.object({
  /** Names of the sub-folders, in the order people expect: a2 before a10. */
  folders: z.array(z.string()),
  /** In the same order. */
  photos: z.array(z.object({ name: z.string(), bytes: z.number(), modifiedAtMs: z.number() })),
  /** Files that are no photos. */
  ignored: z.number(),
});
export type FolderListing = z.infer<typeof folderListingSchema>;
