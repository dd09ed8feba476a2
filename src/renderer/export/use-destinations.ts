import { useEffect, useState } from 'react';
import type { Destination } from '../../contract/app/jobs';
import { act } from '../state/app';
import { useApp } from '../state/app-context';

/** Where an export may go to, and where it is to go. */
export interface Destinations {
  /** Undefined until the host has told. */
  readonly all: readonly Destination[] | undefined;
  readonly chosen: Destination | undefined;
  readonly choose: (id: string) => void;
  /** Asks for another folder with the system's dialog. */
  readonly ask: () => void;
}

/** The places the host offers, the last one used chosen. */
export function useDestinations(): Destinations {
  const app = useApp();
  const [all, setAll] = useState<readonly Destination[]>();
  const [chosen, setChosen] = useState<Destination>();
  useEffect(() => {
    act(app, async (client) => {
      const places = await client.exports.destinations();
      setAll(places);
      setChosen((before) => before ?? places[0]);
    });
  }, [app]);
  return {
    all,
    chosen,
    choose: (id) => setChosen(all?.find((place) => place.id === id)),
    ask: () =>
      act(app, async (client) => {
        const place = await client.exports.chooseDestination();
        if (!place) return;
        setAll((before) => [place, ...(before ?? []).filter(({ id }) => id !== place.id)]);
        setChosen(place);
      }),
  };
}
