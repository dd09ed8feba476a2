import type { ExportRequest } from '../../contract/app/jobs';
import { useViewer } from '../state/app-context';

/** Clip box and lasso of the photo in view, as an export takes them; without what there is none of. */
export function useCuts(): Partial<Pick<ExportRequest, 'clips' | 'lassos'>> {
  const photo = useViewer((viewer) => viewer.photo);
  const clip = useViewer((viewer) => viewer.clip);
  const strokes = useViewer((viewer) => viewer.lasso.present);
  if (photo === undefined) return {};
  return {
    ...(clip.on && { clips: { [photo]: clip.box } }),
    ...(strokes.length > 0 && { lassos: { [photo]: [...strokes] } }),
  };
}
