import path from 'node:path';
import type { OutputFormat } from '../../core/formats/output-format';
import { COMPANION_SUFFIXES, OUTPUT_SUFFIXES, SIDECAR_SUFFIX } from '../files/own-output';
import type { FoundPhoto } from './find-photos';

/** Where one photo's outputs go: every file is `<folder>/<stem><suffix>`. */
export interface OutputPlace {
  readonly folder: string;
  readonly stem: string;
}

/**
 * A place for each photo, no two the same, also on file systems that ignore case. Photos are named without their
 * extension (`a.jpg` → `a.ply`) unless two in one folder would then meet (`a.jpg`, `a.png` → `a.jpg.ply`, `a.png.ply`);
 * what still meets is numbered. The same photos always get the same places.
 */
export function placeOutputs(photos: readonly FoundPhoto[], outputFolder: string): Map<FoundPhoto, OutputPlace> {
  const shortPlace = (photo: FoundPhoto): OutputPlace => ({
    folder: path.join(outputFolder, photo.outputSubfolder),
    stem: path.basename(photo.path, path.extname(photo.path)),
  });
  const shortNames = countBy(photos, (photo) => placeKey(shortPlace(photo)));
  const taken = new Set<string>();
  const places = new Map<FoundPhoto, OutputPlace>();
  for (const photo of photos) {
    const short = shortPlace(photo);
    const meets = shortNames.get(placeKey(short))! > 1;
    const first = meets ? { ...short, stem: path.basename(photo.path) } : short;
    let place = first;
    for (let n = 2; taken.has(placeKey(place)); n++) place = numberedPlace(first, n);
    taken.add(placeKey(place));
    places.set(photo, place);
  }
  return places;
}

/** The same place with a number: what the `number` policy goes through until one is free. */
export function numberedPlace(place: OutputPlace, n: number): OutputPlace {
  return { ...place, stem: `${place.stem}-${String(n)}` };
}

/** The path of one output. */
export function outputPath({ folder, stem }: OutputPlace, format: OutputFormat): string {
  return path.join(folder, stem + OUTPUT_SUFFIXES[format]);
}

/** The paths of all files of one output: its own, then those that it needs beside it. */
export function outputPaths(place: OutputPlace, format: OutputFormat): string[] {
  const companions = format === 'obj' || format === 'colmap' ? COMPANION_SUFFIXES[format] : [];
  return [outputPath(place, format), ...companions.map((suffix) => path.join(place.folder, place.stem + suffix))];
}

/** The name of an output's file as the sidecar beside it has it: with its folder where it lies in one. */
export function outputName({ folder }: OutputPlace, file: string): string {
  return path.relative(folder, file).replaceAll(path.sep, '/');
}

/** The path of the sidecar that says how the outputs were made. */
export function sidecarPath({ folder, stem }: OutputPlace): string {
  return path.join(folder, stem + SIDECAR_SUFFIX);
}

/** All files of a photo in these formats: its outputs and their sidecar. */
export function outputFiles(place: OutputPlace, formats: readonly OutputFormat[]): string[] {
  return [...[...new Set(formats)].flatMap((format) => outputPaths(place, format)), sidecarPath(place)];
}

/** The same for two places whose files would meet, also on file systems that ignore case or Unicode form. */
export function placeKey({ folder, stem }: OutputPlace): string {
  return path.join(folder, stem).normalize('NFC').toLowerCase();
}

function countBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}
