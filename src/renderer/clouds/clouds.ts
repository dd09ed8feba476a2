import type { PhotoId } from '../../contract/app/ids';
import type { Failure } from '../../contract/failure';
import type { Vector } from '../../core/measuring/vector';
import type { LoadStage } from '../state/viewer';
import type { Rgb } from '../viewer/cloud-placement';
import type { ViewScene } from '../viewer/view-scene';

/** What a cloud may be tinted with: told apart from each other, and from most photos, by everybody who sees colours. */
export const TINTS = {
  orange: [0.9, 0.62, 0],
  sky: [0.34, 0.71, 0.91],
  green: [0, 0.62, 0.45],
  yellow: [0.94, 0.89, 0.26],
  blue: [0.2, 0.5, 0.9],
  red: [0.84, 0.37, 0],
  pink: [0.8, 0.47, 0.65],
} as const satisfies Readonly<Record<string, Rgb>>;
export type TintName = keyof typeof TINTS;

/** How a cloud of the view looks. */
export interface ChosenLook {
  readonly isVisible: boolean;
  readonly tint: TintName | undefined;
}

/** Another photo whose cloud stands beside that of the photo in view. */
export interface AddedPhoto extends ChosenLook {
  readonly photo: PhotoId;
  readonly name: string;
  /** From the camera of the photo in view, OpenCV frame. */
  readonly offsetMetres: Vector;
}

/** In a row, each about the same camera, or as the person has put them. */
export type CloudOrder = 'row' | 'stack' | 'free';

/** The clouds beside that of one photo, and how all of them look. */
export interface Arrangement {
  readonly own: ChosenLook;
  readonly added: readonly AddedPhoto[];
  readonly order: CloudOrder;
}

/** How far an added cloud has come. */
export type CloudLoad =
  | { readonly state: 'loading'; readonly stage: LoadStage }
  | { readonly state: 'failed'; readonly failure: Failure }
  | { readonly state: 'ready'; readonly scene: ViewScene };

/** The clouds that were added to photos, for as long as the window is open. */
export interface Clouds {
  /** By the photo that they were added to. */
  readonly kept: Readonly<Record<PhotoId, Arrangement>>;
  /** The clouds beside that of the photo in view. */
  readonly loads: Readonly<Record<PhotoId, CloudLoad>>;
}

export const NEW_CLOUDS: Clouds = { kept: {}, loads: {} };

const PLAIN: ChosenLook = { isVisible: true, tint: undefined };
const HERE: Vector = [0, 0, 0];

/** A photo alone. */
export const NOTHING_ADDED: Arrangement = { own: PLAIN, added: [], order: 'row' };

/** What was added to a photo. */
export function arrangementOf({ kept }: Clouds, photo: PhotoId | undefined): Arrangement {
  return (photo && kept[photo]) ?? NOTHING_ADDED;
}

/** The arrangement with one photo more; the same where that is there already. */
export function withAdded(arrangement: Arrangement, photo: PhotoId, name: string): Arrangement {
  if (arrangement.added.some((added) => added.photo === photo)) return arrangement;
  return { ...arrangement, added: [...arrangement.added, { ...PLAIN, photo, name, offsetMetres: HERE }] };
}

/** The arrangement without a photo; nothing stays of it once none is left. */
export function withoutAdded(arrangement: Arrangement, photo: PhotoId): Arrangement {
  const added = arrangement.added.filter((each) => each.photo !== photo);
  return added.length === 0 ? NOTHING_ADDED : { ...arrangement, added };
}

/** The arrangement with one of its added photos changed. One that is moved by hand stands neither in a row nor stacked. */
export function withChanged(
  arrangement: Arrangement,
  photo: PhotoId,
  change: Partial<Pick<AddedPhoto, 'isVisible' | 'tint' | 'offsetMetres'>>,
): Arrangement {
  const added = arrangement.added.map((each) => (each.photo === photo ? { ...each, ...change } : each));
  return { ...arrangement, added, order: change.offsetMetres ? 'free' : arrangement.order };
}

/** The arrangement with its clouds moved to the right, by so many metres each, in the order of those added. */
export function inOrder(
  arrangement: Arrangement,
  order: Exclude<CloudOrder, 'free'>,
  rightMetres: readonly number[],
): Arrangement {
  const added = arrangement.added.map((each, i) => ({ ...each, offsetMetres: [rightMetres[i]!, 0, 0] as const }));
  return { ...arrangement, added, order };
}
