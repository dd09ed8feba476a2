/** The kinds of file a photo can be turned into. */
export const OUTPUT_FORMATS = ['ply', 'npy', 'png16', 'xyz', 'preview'] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];
