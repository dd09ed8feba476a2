import { type RefObject, useEffect, useRef, useState } from 'react';
import { useCloudArrangement } from '../clouds/use-cloud-arrangement';
import { useApp } from '../state/app-context';
import { CloudView } from '../viewer/cloud-view';
import type { GridPixel, ViewOptions, ViewScene } from '../viewer/view-scene';

/** Why there is no cloud to see. */
export type CloudProblem = 'noWebGl' | 'contextLost';

interface CloudViewOf {
  readonly scene: ViewScene;
  readonly options: ViewOptions;
  readonly pointAt: (pixel: GridPixel | undefined) => void;
  /** A frame was drawn: the camera may have moved. */
  readonly onFrame: () => void;
}

/** Mounts the cloud's view in a canvas, tells it what changed, and frees it with the component. */
export function useCloudView(
  canvas: RefObject<HTMLCanvasElement | null>,
  { scene, options, pointAt, onFrame }: CloudViewOf,
): { readonly problem: CloudProblem | undefined; readonly view: RefObject<CloudView | undefined> } {
  const { viewer } = useApp();
  const { own, added } = useCloudArrangement();
  const view = useRef<CloudView>(undefined);
  const [problem, setProblem] = useState<CloudProblem>();
  const latest = useRef({ options, pointAt, onFrame });
  useEffect(() => {
    latest.current = { options, pointAt, onFrame };
  });
  useEffect(() => {
    const element = canvas.current!;
    const mounted = tryCloudView(element, latest.current.options, {
      hover: (pixel) => latest.current.pointAt(pixel),
      frame: () => latest.current.onFrame(),
      problem: setProblem,
    });
    if (!mounted) return undefined;
    view.current = mounted;
    const observer = new ResizeObserver(() => mounted.resize());
    observer.observe(element);
    const stopFollowing = viewer.subscribe(({ pointed }, before) => {
      if (pointed !== before.pointed) mounted.highlight(pointed);
    });
    return () => {
      stopFollowing();
      observer.disconnect();
      mounted.dispose();
      view.current = undefined;
    };
  }, [canvas, viewer]);
  useEffect(() => view.current?.show(scene, latest.current.options), [scene]);
  useEffect(() => view.current?.setOptions(options), [options]);
  useEffect(() => view.current?.arrange(own, added), [scene, own, added]);
  return { problem, view };
}

interface CloudReports {
  readonly hover: (pixel: GridPixel | undefined) => void;
  readonly frame: () => void;
  readonly problem: (problem: CloudProblem | undefined) => void;
}

function tryCloudView(canvas: HTMLCanvasElement, options: ViewOptions, report: CloudReports): CloudView | undefined {
  try {
    return new CloudView(canvas, options, {
      hover: report.hover,
      frame: report.frame,
      contextLost: () => report.problem('contextLost'),
      contextRestored: () => report.problem(undefined),
    });
  } catch {
    report.problem('noWebGl');
    return undefined;
  }
}
