import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

/** A screen to show windows on. */
export interface Display {
  /** What to add to a program's environment. */
  readonly env: Readonly<Record<string, string>>;
  close(): void;
}

/** Whether windows can be shown here, on a screen there is or on one of Xvfb's. */
export function canShowWindows(): boolean {
  if (process.platform !== 'linux' || hasDisplay()) return true;
  return spawnSync('Xvfb', ['-help'], { stdio: 'ignore' }).error === undefined;
}

/** The screen there is, or one of Xvfb's of its own. */
export async function openDisplay(): Promise<Display> {
  if (process.platform !== 'linux' || hasDisplay()) return { env: {}, close: () => undefined };
  // Xvfb finds a free number itself and tells it on the descriptor that is named.
  const options = ['-displayfd', '3', '-screen', '0', '1440x960x24', '-nolisten', 'tcp'];
  const xvfb = spawn('Xvfb', options, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const [number] = (await once(xvfb.stdio[3] as Readable, 'data')) as [Buffer];
  return { env: { DISPLAY: `:${number.toString().trim()}` }, close: () => void xvfb.kill() };
}

function hasDisplay(): boolean {
  return Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
}
