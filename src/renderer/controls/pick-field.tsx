import { Combobox } from '@base-ui/react/combobox';
import { type ReactNode, useState } from 'react';
import styles from './controls.module.css';

/** More than these nobody looks through: they type. */
const MOST_SHOWN = 50;

interface PickFieldProps<Choice> {
  /** What it is for; stands in the field while nothing is typed. */
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly nameOf: (choice: Choice) => string;
  readonly keyOf: (choice: Choice) => string;
  /** What is said where no choice has what is typed. */
  readonly nothing: string;
  readonly onPick: (choice: Choice) => void;
  readonly children: (choice: Choice) => ReactNode;
}

/** Picks one of many by a part of its name, and is empty again. */
export function PickField<Choice>({
  label,
  choices,
  nameOf,
  keyOf,
  nothing,
  onPick,
  children,
}: PickFieldProps<Choice>) {
  const [text, setText] = useState('');
  return (
    <Combobox.Root
      items={choices}
      itemToStringLabel={nameOf}
      value={null}
      inputValue={text}
      limit={MOST_SHOWN}
      autoHighlight
      onInputValueChange={(typed, { reason }) => setText(reason === 'item-press' ? '' : typed)}
      onValueChange={(choice: Choice | null) => choice !== null && onPick(choice)}
    >
      <Combobox.Input className={styles['input']} aria-label={label} placeholder={label} />
      <Combobox.Portal>
        <Combobox.Positioner className={styles['layer']} sideOffset={4}>
          <Combobox.Popup className={styles['list']}>
            <Combobox.Empty className={styles['hint']}>{nothing}</Combobox.Empty>
            <Combobox.List aria-label={label}>
              {(choice: Choice) => (
                <Combobox.Item key={keyOf(choice)} value={choice} className={styles['item']}>
                  <span className={styles['itemWhole']}>{children(choice)}</span>
                </Combobox.Item>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  );
}
