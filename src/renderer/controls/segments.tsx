import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import styles from './controls.module.css';
import { Icon, type IconName } from './icon';

interface SegmentsProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly {
    readonly value: Value;
    readonly label: string;
    readonly icon?: IconName;
    readonly disabled?: boolean;
  }[];
  readonly onChange: (value: Value) => void;
}

/** One of a few views, side by side. */
export function Segments<Value extends string>({ label, value, choices, onChange }: SegmentsProps<Value>) {
  return (
    <ToggleGroup
      className={styles['segments']}
      aria-label={label}
      value={[value]}
      onValueChange={([next]: Value[]) => next !== undefined && onChange(next)}
    >
      {choices.map((choice) => (
        <Toggle
          key={choice.value}
          value={choice.value}
          disabled={choice.disabled === true}
          className={styles['segment']}
        >
          {choice.icon && <Icon name={choice.icon} />}
          {choice.label}
        </Toggle>
      ))}
    </ToggleGroup>
  );
}
