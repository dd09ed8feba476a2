import { useMemo } from 'react';
import { useClouds, useViewer } from '../state/app-context';
import type { AddedCloud, CloudLook } from '../viewer/cloud-placement';
import { arrangementOf, type ChosenLook, TINTS } from './clouds';

/** How the clouds of the view are to stand, as it takes them: those of added photos as far as they are there. */
export function useCloudArrangement(): { readonly own: CloudLook; readonly added: readonly AddedCloud[] } {
  const photo = useViewer((viewer) => viewer.photo);
  const { own, added } = useClouds((clouds) => arrangementOf(clouds, photo));
  const loads = useClouds((clouds) => clouds.loads);
  return useMemo(
    () => ({
      own: lookOf(own),
      added: added.flatMap((each): AddedCloud[] => {
        const load = loads[each.photo];
        if (load?.state !== 'ready') return [];
        const placement = { ...lookOf(each), offsetMetres: each.offsetMetres };
        return [{ id: each.photo, scene: load.scene, placement }];
      }),
    }),
    [own, added, loads],
  );
}

function lookOf({ isVisible, tint }: ChosenLook): CloudLook {
  return { isVisible, tint: tint && TINTS[tint] };
}
