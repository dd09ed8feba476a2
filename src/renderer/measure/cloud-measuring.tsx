import { type PointerEvent, type Ref, type RefObject, useEffect, useRef } from 'react';
import type { DepthResult } from '../../contract/estimate';
import { placeOfPixel } from '../../core/measuring/picked-point';
import { useApp, useMeasuring } from '../state/app-context';
import type { CloudView } from '../viewer/cloud-view';
import { CloudMeasures } from './cloud-measures';
import { takePlace } from './measure-actions';
import { useMeasured } from './use-measured';

/** A pointer that has moved farther between down and up has turned the cloud. */
const STILL_PX = 4;

/** What the cloud's canvas needs to take places by clicks. */
export function useCloudPlaces(depth: DepthResult, view: RefObject<CloudView | undefined>) {
  const app = useApp();
  const pressed = useRef<{ x: number; y: number }>(undefined);
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      pressed.current = event.button === 0 ? { x: event.clientX, y: event.clientY } : undefined;
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      const from = pressed.current;
      pressed.current = undefined;
      if (!from || app.measuring.getState().tool === undefined) return;
      if (Math.hypot(event.clientX - from.x, event.clientY - from.y) > STILL_PX) return;
      const pixel = view.current?.pickAt(event.clientX, event.clientY);
      const size = { widthPx: depth.widthPx, heightPx: depth.heightPx };
      if (pixel) takePlace(app, placeOfPixel({ size, photo: depth.photo }, pixel));
    },
  };
}

interface CloudMeasuringProps {
  readonly depth: DepthResult;
  readonly view: RefObject<CloudView | undefined>;
  readonly redraw: Ref<() => void>;
}

/** What is measured, over the cloud; axes and grid in it. Nothing while measuring is closed. */
export function CloudMeasuring(props: CloudMeasuringProps) {
  const open = useMeasuring((measuring) => measuring.open);
  return open ? <OpenCloudMeasuring {...props} /> : null;
}

function OpenCloudMeasuring({ depth, view, redraw }: CloudMeasuringProps) {
  const showsGuides = useMeasuring((measuring) => measuring.showsGuides);
  const { level } = useMeasured(depth);
  useEffect(() => {
    const mounted = view.current;
    mounted?.showGuides(showsGuides && { ground: level });
    return () => mounted?.showGuides(false);
  }, [view, showsGuides, level]);
  return <CloudMeasures depth={depth} project={(point) => view.current?.project(point)} redraw={redraw} />;
}
