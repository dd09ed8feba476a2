import { Dialog } from '@base-ui/react/dialog';
import { type CSSProperties, type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './button';
import styles from './controls.module.css';

interface DialogFrameProps {
  readonly title: string;
  readonly widthPx: number;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly foot?: ReactNode;
}

/** A dialog over the window, open as long as it is mounted. */
export function DialogFrame({ title, widthPx, onClose, children, foot }: DialogFrameProps) {
  const { t } = useTranslation();
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles['backdrop']} />
        <Dialog.Popup
          ref={popup}
          initialFocus={popup}
          className={styles['dialog']}
          style={{ '--dialog-width': `${widthPx}px` } as CSSProperties}
        >
          <div className={styles['dialogHead']}>
            <Dialog.Title className={styles['dialogTitle']}>{title}</Dialog.Title>
            <IconButton icon="close" words={t('common.close')} onClick={onClose} />
          </div>
          <div className={styles['dialogBody']}>{children}</div>
          {foot !== undefined && <div className={styles['dialogFoot']}>{foot}</div>}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
