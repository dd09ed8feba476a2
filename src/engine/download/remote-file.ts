/** A file known to the last bit, and where copies of it are served. */
export interface RemoteFile {
  /** Its name in the folder it is downloaded to: a plain file name. */
  readonly name: string;
  /** Addresses of copies, tried in turn. */
  readonly urls: readonly string[];
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}
