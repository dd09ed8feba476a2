import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { useId } from 'react';
import styles from './controls.module.css';

interface RadioFieldProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly { readonly value: Value; readonly label: string; readonly hint?: string }[];
  readonly onChange: (value: Value) => void;
}

/** One of a few, all in view with what they mean. */
export function RadioField<Value extends string>({ label, value, choices, onChange }: RadioFieldProps<Value>) {
  const id = useId();
  return (
    <div className={styles['field']}>
      <span id={id} className={styles['label']}>
        {label}
      </span>
      <RadioGroup
        className={styles['radioGroup']}
        value={value}
        onValueChange={(next) => onChange(next)}
        aria-labelledby={id}
      >
        {choices.map((choice) => (
          <RadioChoice key={choice.value} {...choice} />
        ))}
      </RadioGroup>
    </div>
  );
}

function RadioChoice({ value, label, hint }: { value: string; label: string; hint?: string }) {
  const id = useId();
  return (
    <div className={styles['checkRow']}>
      <Radio.Root className={styles['radio']} value={value} aria-labelledby={id} />
      <span>
        <span id={id}>{label}</span>
        {hint !== undefined && <div className={styles['hint']}>{hint}</div>}
      </span>
    </div>
  );
}
