import { Select } from '@base-ui/react/select';
import { useId } from 'react';
import styles from './controls.module.css';
import { Icon } from './icon';

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly disabled?: boolean;
}

interface SelectFieldProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly Choice<Value>[];
  readonly onChange: (value: Value) => void;
  /** Names it for screen readers only, where the surroundings say what it is. */
  readonly labelHidden?: boolean;
  readonly disabled?: boolean;
}

/** One of a few, in a list that opens. */
export function SelectField<Value extends string>(props: SelectFieldProps<Value>) {
  const { label, value, choices, onChange, labelHidden = false, disabled = false } = props;
  const id = useId();
  return (
    <div className={styles['field']}>
      {!labelHidden && (
        <span id={id} className={styles['label']}>
          {label}
        </span>
      )}
      <Select.Root
        items={choices}
        value={value}
        disabled={disabled}
        onValueChange={(next: Value | null) => next !== null && onChange(next)}
      >
        <Select.Trigger
          className={styles['trigger']}
          {...(labelHidden ? { 'aria-label': label } : { 'aria-labelledby': id })}
        >
          <Select.Value className={styles['value']} />
          <Icon name="down" />
        </Select.Trigger>
        <SelectList label={label} choices={choices} />
      </Select.Root>
    </div>
  );
}

function SelectList<Value extends string>({ label, choices }: Pick<SelectFieldProps<Value>, 'label' | 'choices'>) {
  return (
    <Select.Portal>
      <Select.Positioner className={styles['layer']} sideOffset={4} alignItemWithTrigger={false}>
        <Select.Popup className={styles['list']} aria-label={label}>
          {choices.map((choice) => (
            <Select.Item
              key={choice.value}
              value={choice.value}
              disabled={choice.disabled === true}
              className={styles['item']}
            >
              <Select.ItemIndicator className={styles['itemMark']}>
                <Icon name="check" />
              </Select.ItemIndicator>
              <Select.ItemText className={styles['itemText']}>{choice.label}</Select.ItemText>
            </Select.Item>
          ))}
        </Select.Popup>
      </Select.Positioner>
    </Select.Portal>
  );
}
