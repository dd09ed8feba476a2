/** What the program's exit status means; documented in `fathom help convert`. */
export const ExitCode = { ok: 0, somePhotosFailed: 1, usage: 2, interrupted: 130 } as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
