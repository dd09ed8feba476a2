import { COLOUR_TABLE_SIZE, COLOUR_TABLES } from '../../core/formats/colour-map';
import { nearnessOn } from '../../core/formats/depth-scale';
import { shownDepthScale } from './shown-point';
import type { ViewOptions, ViewScene } from './view-scene';
import { isVisible, type VisibilityOptions } from './visible-pixel';

/** Of every this many diagonals of a hatch, in grid pixels, {@link HATCH_WIDTH} are drawn. */
const HATCH_PERIOD = 8;
const HATCH_WIDTH = 2;

/** Red green blue alpha of a hatch: readable before light and dark alike. */
const HATCH = [128, 132, 140, 110];

/**
 * A scene's depth in colours, red green blue alpha [h,w,4]: the nearest depth warm, as in exported previews. What the
 * options hide is clear, with a hatch.
 */
export function depthPicture(
  scene: Pick<ViewScene, 'size' | 'depthMetres' | 'mask' | 'followsFocal'>,
  options: VisibilityOptions & Pick<ViewOptions, 'colourMap' | 'focalScale' | 'depthRangeMetres'>,
): Uint8ClampedArray<ArrayBuffer> {
  const { widthPx, heightPx } = scene.size;
  const picture = new Uint8ClampedArray(4 * widthPx * heightPx);
  const [nearMetres, farMetres] = options.depthRangeMetres;
  const nearness = nearnessOn({ nearMetres, farMetres });
  const depthScale = shownDepthScale(scene, options.focalScale);
  const table = COLOUR_TABLES[options.colourMap];
  for (let i = 0; i < scene.mask.length; i++) {
    const z = scene.depthMetres[i]! * depthScale;
    if (isVisible(scene, i, z, options)) {
      const entry = Math.round((COLOUR_TABLE_SIZE - 1) * Math.min(1, Math.max(0, nearness(z))));
      picture[4 * i] = table[3 * entry]!;
      picture[4 * i + 1] = table[3 * entry + 1]!;
      picture[4 * i + 2] = table[3 * entry + 2]!;
      picture[4 * i + 3] = 255;
    } else if (((i % widthPx) + Math.floor(i / widthPx)) % HATCH_PERIOD < HATCH_WIDTH) {
      picture.set(HATCH, 4 * i);
    }
  }
  return picture;
}
