import type { ExportRequest } from '../../contract/app/jobs';
import { useViewer } from '../state/app-context';

/** The clip box of the photo in view, as an export takes it; undefined where there is none. */
export function useClips(): ExportRequest['clips'] | undefined {
  const photo = useViewer((viewer) => viewer.photo);
  const clip = useViewer((viewer) => viewer.clip);
  return photo !== undefined && clip.on ? { [photo]: clip.box } : undefined;
}
