import { Popover } from '@base-ui/react/popover';
import type { ReactNode } from 'react';
import { IconButton } from './button';
import styles from './controls.module.css';
import type { IconName } from './icon';

interface PopoverButtonProps {
  readonly icon: IconName;
  /** What the button and what it opens are called. */
  readonly words: string;
  /** Whether something in it is not as usual. */
  readonly marked: boolean;
  readonly disabled?: boolean;
  readonly children: ReactNode;
}

/** A button that opens controls for which there is no room beside it. */
export function PopoverButton({ icon, words, marked, disabled = false, children }: PopoverButtonProps) {
  return (
    <Popover.Root>
      <Popover.Trigger disabled={disabled} render={<IconButton icon={icon} words={words} marked={marked} />} />
      <Popover.Portal>
        <Popover.Positioner className={styles['layer']} sideOffset={6} align="end">
          <Popover.Popup className={styles['popover']} aria-label={words}>
            {children}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
