import { type DragEvent, type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions } from '../state/app-context';
import styles from './shell.module.css';

/**
 * The whole window takes files that are dropped, and pictures that are pasted.
 *
 * While files are held over the window, the hint lies over all of it and is what they are dropped on: a drop goes to the
 * element that was last under the pointer, and is lost where that has gone in the meantime, as a cell of the grid does.
 */
export function DropZone({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const actions = useActions();
  const [isOver, setIsOver] = useState(false);
  usePastedPictures();
  const take = (event: DragEvent): void => {
    event.preventDefault();
    setIsOver(false);
    actions.drop([...event.dataTransfer.files]);
  };
  return (
    <div
      className={styles['dropZone']}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={(event) => event.relatedTarget === null && setIsOver(false)}
      onDrop={take}
    >
      {children}
      {isOver && <div className={styles['dropHint']}>{t('drop.here')}</div>}
    </div>
  );
}

function usePastedPictures(): void {
  const { addPictures } = useActions();
  useEffect(() => {
    const paste = (event: ClipboardEvent): void => {
      const pictures = [...(event.clipboardData?.files ?? [])].filter(({ type }) => type.startsWith('image/'));
      if (pictures.length === 0) return;
      event.preventDefault();
      addPictures(pictures);
    };
    window.addEventListener('paste', paste);
    return () => window.removeEventListener('paste', paste);
  }, [addPictures]);
}
