import type { PointerEvent } from 'react';
import type { DepthResult } from '../../contract/estimate';
import { useApp } from '../state/app-context';
import { pointedPixel, zScaleOf } from '../state/viewer';
import type { GridPixel } from '../viewer/view-scene';
import { gridPixelAt } from './grid-pixel-at';

/** Makes a pixel the one that is pointed at, in every view. */
export function usePointAt(depth: DepthResult): (pixel: GridPixel | undefined) => void {
  const { viewer } = useApp();
  return (pixel) => {
    const { focalPx, pointed } = viewer.getState();
    const next = pixel && pointedPixel(depth, pixel, zScaleOf(depth, focalPx));
    if (next?.column !== pointed?.column || next?.row !== pointed?.row) viewer.setState({ pointed: next });
  };
}

/** What an element that shows the whole grid needs to point at its pixels. */
export function usePointing(depth: DepthResult) {
  const pointAt = usePointAt(depth);
  return {
    onPointerMove: (event: PointerEvent<HTMLElement>) =>
      pointAt(gridPixelAt(event, event.currentTarget.getBoundingClientRect(), depth)),
    onPointerLeave: () => pointAt(undefined),
  };
}
