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

/** A reader that stops listening, as `head` does, ends the program without a stack trace. */
export function endQuietlyOnClosedPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}
