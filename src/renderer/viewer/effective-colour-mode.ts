import type { ColourMode, ViewScene } from './view-scene';

/** The colours that a scene can show: those of the photo where it lacks what was asked for. */
export function effectiveColourMode(
  { normals, confidence }: Pick<ViewScene, 'normals' | 'confidence'>,
  asked: ColourMode,
): ColourMode {
  if (asked === 'normal' && normals === undefined) return 'photo';
  if (asked === 'confidence' && confidence === undefined) return 'photo';
  return asked;
}
