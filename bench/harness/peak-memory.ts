import { existsSync, readFileSync } from 'node:fs';

const PROCESS_STATUS = '/proc/self/status';

/**
 * The most memory this process has held at once, in bytes.
 *
 * On Linux from VmHWM: `resourceUsage().maxRSS` there begins with what the parent held when it started the process.
 */
export function peakMemoryBytes(): number {
  if (!existsSync(PROCESS_STATUS)) return process.resourceUsage().maxRSS * 1024;
  const [, kilobytes] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(PROCESS_STATUS, 'utf8'))!;
  return Number(kilobytes) * 1024;
}
