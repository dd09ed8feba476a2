import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PhotoEntry } from '../../contract/app/library';
import { Icon } from '../controls/icon';
import { PickField } from '../controls/pick-field';
import { useActions, useClouds, useLibrary, useViewer } from '../state/app-context';
import { shownContent, shownOrder } from '../state/library';
import { thumbAddress } from '../state/show-photo';
import { arrangementOf } from './clouds';
import styles from './clouds.module.css';

/** Chooses a photo of the folder in the grid; those whose depth is known to be ready come first. */
export function AddCloudField() {
  const { t } = useTranslation();
  const { clouds } = useActions();
  const inView = useViewer((viewer) => viewer.photo);
  const { added } = useClouds((state) => arrangementOf(state, inView));
  const order = useLibrary(shownOrder);
  const photos = useLibrary((library) => shownContent(library)?.photos);
  const states = useLibrary((library) => library.states);
  const choices = useMemo(() => {
    const taken = new Set([inView, ...added.map(({ photo }) => photo)]);
    const entries = order.flatMap((id) => (taken.has(id) || !photos?.[id] ? [] : [photos[id]]));
    const hasDepth = ({ id }: PhotoEntry): boolean => states[id]?.hasDepth ?? false;
    return [...entries.filter(hasDepth), ...entries.filter((entry) => !hasDepth(entry))];
  }, [inView, added, order, photos, states]);
  return (
    <PickField
      label={t('clouds.add')}
      choices={choices}
      nameOf={({ name }) => name}
      keyOf={({ id }) => id}
      nothing={t('clouds.nothing')}
      onPick={({ id }) => clouds.add(id)}
    >
      {(entry) => (
        <span className={styles['choice']}>
          <img src={thumbAddress(entry)} alt="" loading="lazy" />
          <span className={styles['name']} title={entry.name}>
            {entry.name}
          </span>
          {states[entry.id]?.hasDepth && (
            <span role="img" aria-label={t('badge.hasDepth')} title={t('badge.hasDepth')}>
              <Icon name="cube" />
            </span>
          )}
        </span>
      )}
    </PickField>
  );
}
