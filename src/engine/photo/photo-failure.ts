import { FailureError } from '../failure-error';

/** Turns what sharp says of a file it cannot read into a failure with a remedy; what is one already stays as it is. */
export function photoFailure(file: string, thrown: unknown): FailureError {
  if (thrown instanceof FailureError) return thrown;
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  const cause = { cause: thrown };
  if (/file is missing/i.test(text)) {
    return new FailureError(
      'PhotoUnreadable',
      `${file}: is not there any more`,
      'Leave photos where they are while Fathom runs, then run the same command again.',
      cause,
    );
  }
  if (/exceeds pixel limit/i.test(text)) {
    return new FailureError(
      'PhotoTooLarge',
      `${file}: has more pixels than can be decoded safely`,
      'Scale it down to 250 megapixels or less.',
      cause,
    );
  }
  if (/unsupported image format/i.test(text)) {
    return new FailureError(
      'PhotoUnreadable',
      `${file}: is empty, or no photo`,
      'Open it in another program; if that fails too, restore it from a backup.',
      cause,
    );
  }
  if (/out of memory|insufficient memory|memory allocation|bad_alloc/i.test(text)) {
    return new FailureError(
      'OutOfMemory',
      `${file}: not enough memory to decode it`,
      'Close other programs, use --jobs 1, or scale the photo down.',
      cause,
    );
  }
  return new FailureError(
    'PhotoUnreadable',
    `${file}: is damaged (${lastLine(text)})`,
    'Copy it again from its source, or save it anew from a program that still opens it.',
    cause,
  );
}

/** libvips collects what all its threads complain of in one place: the last line is the one about this photo. */
function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? text;
}
