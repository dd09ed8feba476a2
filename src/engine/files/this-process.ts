import { hostname } from 'node:os';
import { systemErrorCode } from '../failure-error';

/** The machine this process runs on, as a part of a file's name: letters and digits only. */
export const thisHost = hostname().replaceAll(/[^A-Za-z0-9]/g, '') || 'host';

/** Whether a process of that number runs on this machine now; the number may have passed to another since. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemErrorCode(error) === 'EPERM';
  }
}
