import type { ComponentPropsWithRef, ReactNode } from 'react';
import { classNames } from '../theme/class-names';
import styles from './controls.module.css';
import { Icon, type IconName } from './icon';
import { Tip } from './tip';

interface ButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'className'> {
  readonly kind?: 'plain' | 'primary' | 'quiet' | 'danger';
  readonly icon?: IconName;
  readonly children: ReactNode;
}

/** A button with words. */
export function Button({ kind = 'plain', icon, children, ...rest }: ButtonProps) {
  return (
    <button type="button" {...rest} className={classNames(styles['button'], kind !== 'plain' && styles[kind])}>
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

interface IconButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'className' | 'children'> {
  readonly icon: IconName;
  /** What it does: its name, and what appears beside it. */
  readonly words: string;
  readonly pressed?: boolean;
  /** Shown as pressed, though it is no switch: what it opens is not as usual. */
  readonly marked?: boolean;
}

/** A button with an outline only, its words beside it. */
export function IconButton({ icon, words, pressed, marked = pressed === true, ...rest }: IconButtonProps) {
  const name = classNames(styles['button'], styles['quiet'], styles['icon'], marked && styles['pressed']);
  return (
    <Tip words={words}>
      <button type="button" {...rest} aria-label={words} aria-pressed={pressed} className={name}>
        <Icon name={icon} />
      </button>
    </Tip>
  );
}
