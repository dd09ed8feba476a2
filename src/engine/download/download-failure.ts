import type { WriteRemedies } from '../files/write-failure';
import { FailureError } from '../failure-error';
import type { RemoteFile } from './remote-file';

/** What is wrong with a mirror, so that the next one is tried. */
export interface MirrorFault {
  readonly code: keyof typeof REMEDIES;
  /** Ends a sentence that begins with the mirror: "… answers 404". */
  readonly why: string;
}

const REMEDIES = {
  DownloadFailed:
    'Check the connection and, behind a proxy, HTTPS_PROXY; then try again: what has arrived is kept and not asked for twice.',
  DownloadRefused: 'Fathom downloads over https only, and follows no other address. Please report it.',
  ChecksumMismatch:
    'What was served is not the file Fathom knows, and was thrown away. Try again later; if it stays so, please report it.',
} as const;

export const DOWNLOAD_REMEDIES: WriteRemedies = {
  diskFull: 'Free some space, then try again: what has arrived is kept and not asked for twice.',
  unwritable: 'Check that the folder exists, is writable and stays there, and that no other program uses the file.',
};

/** The failure of a file that no mirror could deliver: of their common kind, or `DownloadFailed` where they differ. */
export function mirrorsFailure(
  { name }: RemoteFile,
  faults: readonly { readonly mirror: string; readonly fault: MirrorFault }[],
): FailureError {
  const codes = new Set(faults.map(({ fault }) => fault.code));
  const [only = 'DownloadFailed'] = codes;
  const code = codes.size === 1 ? only : 'DownloadFailed';
  const reasons = faults.map(({ mirror, fault }) => `${mirror} ${fault.why}`).join('; ') || 'no address of it is known';
  return new FailureError(code, `${name}: could not be downloaded: ${reasons}`, REMEDIES[code]);
}

/** @returns the failure of an address, or a name, that is not so much as tried. */
export function refused(name: string, why: string): FailureError {
  return new FailureError('DownloadRefused', `${name}: ${why}`, REMEDIES.DownloadRefused);
}

/** The failure of a download that was stopped on purpose. */
export function cancelled(name: string): FailureError {
  return new FailureError('Cancelled', `${name}: download cancelled`, 'Start it again to go on where it stopped.');
}
