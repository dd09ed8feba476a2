import type { PhotoExif } from './photo-exif';

/** Cameras that share a property, by the names they write into EXIF. */
export interface CameraFamily {
  /** How Make begins ('Olympus' for 'OLYMPUS IMAGING CORP.'); several where a brand changed hands. */
  readonly makes: readonly string[];
  /** Model without the maker's name; a closing `*` stands for any continuation. */
  readonly models: readonly string[];
}

/** Names of makers or models, written as a table is best read: separated by commas, over as many lines as it takes. */
export function names(list: string): readonly string[] {
  return list.split(',').map((name) => name.trim());
}

/**
 * The family that names a camera most exactly: a model in full before a prefix, a long prefix before a short one.
 *
 * Case, blanks and punctuation do not count: makers pad ('E-M1            '), shout ('SONY'), and repeat themselves
 * ('Canon EOS 5D Mark III'). A missing Make is looked for at the start of Model.
 */
export function findCameraFamily<Family extends CameraFamily>(
  families: readonly Family[],
  exif: Pick<PhotoExif, 'make' | 'model'>,
): Family | undefined {
  const model = bareName(exif.model ?? '');
  const make = bareName(exif.make ?? '') || model;
  let best: Family | undefined;
  let bestExactness = -1;
  for (const family of families) {
    const exactness = matchExactness(family, make, model);
    if (exactness > bestExactness) {
      best = family;
      bestExactness = exactness;
    }
  }
  return best;
}

/** How many letters of the model the family's best pattern pins down; infinite for a model in full, −1 for no match. */
function matchExactness(family: CameraFamily, make: string, model: string): number {
  const makes = family.makes.map(bareName);
  if (!makes.some((name) => make.startsWith(name))) return -1;
  const maker = makes.find((name) => model.startsWith(name)) ?? '';
  const bareModel = model.slice(maker.length);
  return Math.max(-1, ...family.models.map((pattern) => patternExactness(pattern, bareModel)));
}

function patternExactness(pattern: string, model: string): number {
  const name = bareName(pattern);
  if (model === name) return Infinity;
  return pattern.endsWith('*') && model.startsWith(name) ? name.length : -1;
}

function bareName(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}
