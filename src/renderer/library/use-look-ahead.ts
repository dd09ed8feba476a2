import { useEffect, useState } from 'react';
import type { PhotoId } from '../../contract/app/ids';
import { useActions, useApp } from '../state/app-context';
import { shownPhoto } from '../state/library';
import { thumbAddress } from '../state/show-photo';
import { createPrefetcher } from './prefetcher';
import { prefetchPlan } from './prefetch-plan';

/** How far thumbnails are fetched ahead, in each direction. */
const REACH = 240;

/** Scrolling passes many rows by: what is ahead is looked up once it rests. */
const RESTING_MS = 200;

/** Tells what is in view, and fetches the thumbnails around it while nothing else is to be done. */
export function useLookAhead(order: readonly PhotoId[], first: number, last: number): void {
  const { library } = useApp();
  const { photosInView } = useActions();
  const [prefetcher] = useState(createPrefetcher);
  useEffect(() => () => prefetcher.stop(), [prefetcher]);
  useEffect(() => {
    const timer = setTimeout(() => {
      photosInView(order.slice(first, last + 1));
      const state = library.getState();
      const photos = prefetchPlan({ first, last }, order.length, REACH).map((i) => shownPhoto(state, order[i]!));
      prefetcher.fetch(photos.filter((photo) => photo !== undefined).map(thumbAddress));
    }, RESTING_MS);
    return () => clearTimeout(timer);
  }, [order, first, last, library, photosInView, prefetcher]);
}
