import { type MouseEvent, memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PhotoId } from '../../contract/app/ids';
import type { PhotoEntry } from '../../contract/app/library';
import { FailureWords } from '../controls/failure-words';
import { Icon } from '../controls/icon';
import { Tip } from '../controls/tip';
import { useLibrary, useSession } from '../state/app-context';
import { exportingPhoto } from '../state/job-words';
import { shownPhoto } from '../state/library';
import { thumbAddress } from '../state/show-photo';
import { classNames } from '../theme/class-names';
import styles from './library.module.css';

/** The element of a photo's cell, by which the grid names the one that the keyboard is on. */
export const cellElementId = (id: PhotoId): string => `photo-${id}`;

interface PhotoCellProps {
  readonly id: PhotoId;
  readonly column: number;
  readonly onPress: (id: PhotoId, event: MouseEvent) => void;
  readonly onOpen: (id: PhotoId) => void;
}

/** One photo of the grid. Looks after itself: the grid draws no other cell anew when this one changes. */
export const PhotoCell = memo(function PhotoCell({ id, column, onPress, onOpen }: PhotoCellProps) {
  const photo = useLibrary((library) => shownPhoto(library, id));
  const isSelected = useLibrary(({ selection }) => selection.selected.has(id));
  const isFocused = useLibrary(({ selection }) => selection.focus === id);
  const thumbAttempt = useLibrary((library) => library.thumbAttempt);
  if (!photo) return <div role="gridcell" aria-colindex={column + 1} className={styles['cell']} />;
  return (
    // The grid has the keyboard; a cell is pressed with the pointer only.
    <div
      id={cellElementId(id)}
      role="gridcell"
      aria-colindex={column + 1}
      aria-selected={isSelected}
      aria-label={photo.name}
      className={classNames(styles['cell'], isSelected && styles['selected'], isFocused && styles['focused'])}
      onMouseDown={(event) => onPress(id, event)}
      onDoubleClick={() => onOpen(id)}
    >
      <Thumbnail key={`${photo.version} ${String(thumbAttempt)}`} photo={photo} />
      <div className={styles['caption']} title={photo.name}>
        {photo.name}
      </div>
    </div>
  );
});

function Thumbnail({ photo }: { photo: PhotoEntry }) {
  const { t } = useTranslation();
  const [state, setState] = useState<'loading' | 'shown' | 'failed'>('loading');
  return (
    <div className={classNames(styles['thumb'], state === 'loading' && styles['thumbLoading'])}>
      {state === 'failed' ? (
        <div className={styles['noThumb']}>
          <Icon name="warning" />
          {t('library.noThumbnail')}
        </div>
      ) : (
        <img
          src={thumbAddress(photo)}
          alt=""
          decoding="async"
          draggable={false}
          className={styles['image']}
          onLoad={() => setState('shown')}
          onError={() => setState('failed')}
        />
      )}
      <Badges id={photo.id} />
    </div>
  );
}

function Badges({ id }: { id: PhotoId }) {
  const { t } = useTranslation();
  const hasDepth = useLibrary(({ states }) => states[id]?.hasDepth ?? false);
  const hasTypedFocal = useLibrary(({ states }) => states[id]?.hasTypedFocal ?? false);
  const failure = useLibrary(({ failures }) => failures.get(id));
  const isExporting = useSession(({ jobs }) => exportingPhoto(jobs) === id);
  return (
    <div className={styles['badges']}>
      {isExporting && (
        <Tip words={t('badge.exporting')}>
          <span
            className={classNames(styles['badge'], styles['badgeBusy'])}
            role="img"
            aria-label={t('badge.exporting')}
          >
            <Icon name="export" />
          </span>
        </Tip>
      )}
      {failure && (
        <Tip words={<FailureWords failure={failure} />}>
          <span
            className={classNames(styles['badge'], styles['badgeFailed'])}
            role="img"
            aria-label={t('badge.failedWith', { reason: failure.message })}
          >
            <Icon name="warning" />
          </span>
        </Tip>
      )}
      {hasTypedFocal && (
        <Tip words={t('badge.typedFocal')}>
          <span className={styles['badge']} role="img" aria-label={t('badge.typedFocal')}>
            <Icon name="pencil" />
          </span>
        </Tip>
      )}
      {hasDepth && (
        <Tip words={t('badge.hasDepth')}>
          <span className={styles['badge']} role="img" aria-label={t('badge.hasDepth')}>
            <Icon name="cube" />
          </span>
        </Tip>
      )}
    </div>
  );
}
