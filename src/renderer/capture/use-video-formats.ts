import { useEffect, useState } from 'react';
import type { ImageSize } from '../../core/camera/intrinsics';
import type { VideoFormat } from './video-encoder';

/** The kinds of video of a size that can be written here; undefined until that is known. */
export function useVideoFormats({ widthPx, heightPx }: ImageSize): readonly VideoFormat[] | undefined {
  const [formats, setFormats] = useState<readonly VideoFormat[]>();
  useEffect(() => {
    let isCurrent = true;
    const take = (found: readonly VideoFormat[]): void => {
      if (isCurrent) setFormats(found);
    };
    import('./video-encoder')
      .then(({ videoFormats }) => videoFormats({ widthPx, heightPx }))
      .then(take, () => take([]));
    return () => {
      isCurrent = false;
    };
  }, [widthPx, heightPx]);
  return formats;
}
