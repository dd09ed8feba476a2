import path from 'node:path';
import type { OutputFormat } from '../../contract/convert';
import { OUTPUT_SUFFIXES, SIDECAR_SUFFIX } from '../files/own-output';
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
  const shortNames = countBy(photos, (photo) => placeKey(photo, stemOf(photo)));
  const taken = new Set<string>();
  const places = new Map<FoundPhoto, OutputPlace>();
  for (const photo of photos) {
    const meets = shortNames.get(placeKey(photo, stemOf(photo)))! > 1;
    const name = meets ? path.basename(photo.path) : stemOf(photo);
    let stem = name;
    for (let n = 2; taken.has(placeKey(photo, stem)); n++) stem = numbered(name, n);
    taken.add(placeKey(photo, stem));
    places.set(photo, { folder: path.join(outputFolder, photo.outputSubfolder), stem });
  }
  return places;
}

/** The same place with a number: what the `number` policy goes through until one is free. */
export function numberedPlace(place: OutputPlace, n: number): OutputPlace {
  return { ...place, stem: numbered(place.stem, n) };
}

/** The path of one output. */
export function outputPath({ folder, stem }: OutputPlace, format: OutputFormat): string {
  return path.join(folder, stem + OUTPUT_SUFFIXES[format]);
}

/** The path of the sidecar that says how the outputs were made. */
export function sidecarPath({ folder, stem }: OutputPlace): string {
  return path.join(folder, stem + SIDECAR_SUFFIX);
}

const stemOf = ({ path: file }: FoundPhoto): string => path.basename(file, path.extname(file));
const numbered = (name: string, n: number): string => `${name}-${String(n)}`;
const placeKey = ({ outputSubfolder }: FoundPhoto, stem: string): string =>
  path.join(outputSubfolder, stem).normalize('NFC').toLowerCase();

function countBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}
