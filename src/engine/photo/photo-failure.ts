import { FailureError } from '../failure-error';

/** Turns what sharp says of a file it cannot read into a failure with a remedy. */
export function photoFailure(file: string, thrown: unknown): FailureError {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  const cause = { cause: thrown };
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
  if (/memory/i.test(text)) {
    return new FailureError(
      'OutOfMemory',
      `${file}: not enough memory to decode it`,
      'Close other programs, use --jobs 1, or scale the photo down.',
      cause,
    );
  }
  const firstLine = text.split('\n')[0] ?? text;
  return new FailureError(
    'PhotoUnreadable',
    `${file}: is damaged (${firstLine})`,
    'Copy it again from its source, or save it anew from a program that still opens it.',
    cause,
  );
}
