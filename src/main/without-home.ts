import os from 'node:os';

/** Text and errors with `~` for the home folder; other values as they are. */
export function withoutHome(value: unknown): unknown {
  if (value instanceof Error) return withoutHome(value.stack ?? value.message);
  return typeof value === 'string' ? value.replaceAll(os.homedir(), '~') : value;
}
