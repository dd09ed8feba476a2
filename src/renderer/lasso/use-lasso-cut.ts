import { useEffect, useState } from 'react';
import type { DepthResult } from '../../contract/estimate';
import type { LassoStroke } from '../../core/cloud/lasso';
import { useViewer } from '../state/app-context';
import { focalScaleOf, zScaleOf } from '../state/viewer';
import { shownIntrinsics } from '../viewer/shown-point';
import type { ViewOptions } from '../viewer/view-scene';
import { lassoCutter } from './lasso-cutter';

interface Newest {
  readonly depth: DepthResult;
  readonly first: LassoStroke | undefined;
  readonly cut: ViewOptions['lasso'];
}

/** What the lasso cuts of the depth in view, soon after it was drawn; undefined where there is none. */
export function useLassoCut(depth: DepthResult): ViewOptions['lasso'] {
  const strokes = useViewer((viewer) => viewer.lasso.present);
  const focalPx = useViewer((viewer) => viewer.focalPx);
  const [cutter] = useState(lassoCutter);
  const [newest, setNewest] = useState<Newest>();
  useEffect(() => () => cutter.dispose(), [cutter]);
  useEffect(() => {
    if (strokes.length === 0) return;
    const zScale = zScaleOf(depth, focalPx);
    const { widthPx, heightPx, depthMetres } = depth;
    const order = {
      strokes,
      size: { widthPx, heightPx },
      intrinsics: shownIntrinsics(depth, focalScaleOf(depth, focalPx)),
      depthMetres: zScale === 1 ? depthMetres : depthMetres.map((metres) => metres * zScale),
    };
    cutter.give({ order, onCut: (cut) => setNewest({ depth, first: strokes[0], cut }) });
  }, [cutter, strokes, depth, focalPx]);
  // What an earlier lasso of other strokes cut is not shown for a moment in place of what this one will.
  const isOfThese = strokes.length > 0 && newest?.first === strokes[0] && newest?.depth === depth;
  return isOfThese ? newest.cut : undefined;
}
