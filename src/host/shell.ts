import type { About, Link, LinkAddresses } from '../contract/app/about';

/** What only the surroundings of a host can do: Electron's dialogs, the system's file manager. */
export interface Shell {
  readonly kind: About['host'];
  readonly can: About['can'];
  readonly links: LinkAddresses;
  /** An absolute path; undefined where the person thought better of it. */
  chooseFolder(): Promise<string | undefined>;
  /** Absolute paths; none where the person thought better of it. */
  choosePhotos(): Promise<readonly string[]>;
  /** The absolute path of an ONNX file; else as `chooseFolder`. */
  chooseModel(): Promise<string | undefined>;
  /** The absolute path of a depth map; else as `chooseFolder`. */
  chooseDepth(): Promise<string | undefined>;
  /** A folder to write to, which may be made in the dialog. */
  chooseDestination(): Promise<string | undefined>;
  showInFolder(path: string): void;
  openLink(link: Link): void;
}
