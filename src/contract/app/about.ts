import * as z from 'zod';

/** Pages the app may open in the person's browser, by name: no address ever comes from the window. */
export const LINKS = ['home', 'issues', 'licence'] as const;
export type Link = (typeof LINKS)[number];

/** Where they lead; one without an address is not offered. */
const linkAddressesSchema = z.partialRecord(z.enum(LINKS), z.string());
export type LinkAddresses = Readonly<z.infer<typeof linkAddressesSchema>>;

export const aboutSchema = z.object({
  version: z.string(),
  platform: z.string(),
  /** `desktop`: a window of our own. `browser`: a page of `fathom serve`. */
  host: z.enum(['desktop', 'browser']),
  can: z.object({
    /** Ask for folders, photos and destinations with the system's own dialogs. */
    chooseFiles: z.boolean(),
    /** Show a file in the system's file manager. */
    showInFolder: z.boolean(),
  }),
  links: linkAddressesSchema,
});
export type About = z.infer<typeof aboutSchema>;
