import { statSync } from 'node:fs';
import path from 'node:path';

/** The most paths taken from one drop or start: more is no choice of a person's. */
const MOST_PATHS = 10_000;

/** A program's arguments and where they were typed. */
export interface CommandLine {
  readonly argv: readonly string[];
  readonly workingFolder: string;
  /** The argument that names the app itself, where Electron runs it from a folder; undefined for a packaged app. */
  readonly appPath: string | undefined;
}

/** The files and folders that a command line names, absolute; options and whatever is not there are left out. */
export function pathsInArguments({ argv, workingFolder, appPath }: CommandLine): string[] {
  const absolute = (argument: string): string => path.resolve(workingFolder, argument);
  const ownIndex =
    appPath === undefined
      ? 0
      : argv.findIndex((argument, index) => index > 0 && !argument.startsWith('-') && absolute(argument) === appPath);
  const named = argv.slice(Math.max(ownIndex, 0) + 1).filter((argument) => !argument.startsWith('-'));
  return existingPaths(named.map(absolute));
}

/** Those of the paths that are absolute and name a file or folder there is. Whoever sent them is not trusted. */
export function existingPaths(paths: readonly string[]): string[] {
  return paths.slice(0, MOST_PATHS).filter((where) => path.isAbsolute(where) && isFileOrFolder(where));
}

function isFileOrFolder(where: string): boolean {
  try {
    const stats = statSync(where);
    return stats.isFile() || stats.isDirectory();
  } catch {
    return false;
  }
}
