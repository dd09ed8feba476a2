/** What the formats of the same name leave open. */
export const PCD_ENCODINGS = ['binary', 'compressed'] as const;
export type PcdEncoding = (typeof PCD_ENCODINGS)[number];

export const LAS_VERSIONS = ['1.2', '1.4'] as const;
export type LasVersion = (typeof LAS_VERSIONS)[number];
