/** Where a command writes: results to `out`, everything said about them to `note`. */
export interface Console {
  readonly out: (line: string) => void;
  readonly note: (line: string) => void;
  /** Whether a person watches: only then progress is drawn. */
  readonly interactive: boolean;
}

export const processConsole: Console = {
  out: (line) => process.stdout.write(`${line}\n`),
  note: (line) => process.stderr.write(`${line}\n`),
  interactive: process.stderr.isTTY && process.stdout.isTTY,
};

/**
 * A reader that stops listening, as `head` does, ends neither the program in the middle of a write nor its work: files
 * are what a conversion is for, and its exit status stays true.
 */
export function outliveClosedPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
