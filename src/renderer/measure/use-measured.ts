import type { DepthResult } from '../../contract/estimate';
import { cameraInView } from '../camera/camera-state';
import { useMeasuring, useViewer } from '../state/app-context';
import { measuredScene, type MeasuredScene } from './measured-scene';

/** The measurements of the photo in view, with their numbers as the depth and focal length shown have them. */
export function useMeasured(result: DepthResult): MeasuredScene {
  const focalPx = useViewer((viewer) => viewer.focalPx);
  const facts = useViewer((viewer) => viewer.facts);
  const present = useMeasuring(({ history }) => history.present);
  return measuredScene(result, focalPx, facts ? cameraInView(facts, result) : result.camera, present);
}
