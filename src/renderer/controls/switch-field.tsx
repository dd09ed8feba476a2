import { Checkbox } from '@base-ui/react/checkbox';
import { Switch } from '@base-ui/react/switch';
import { useId } from 'react';
import styles from './controls.module.css';
import { Icon } from './icon';

interface OnOffProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** Something that is on or off at once. */
export function SwitchField({ label, checked, onChange }: OnOffProps) {
  const id = useId();
  return (
    <div className={styles['row']}>
      <span id={id}>{label}</span>
      <Switch.Root className={styles['switch']} checked={checked} onCheckedChange={onChange} aria-labelledby={id}>
        <Switch.Thumb className={styles['switchThumb']} />
      </Switch.Root>
    </div>
  );
}

/** One of several that can be chosen together. */
export function CheckField({ label, hint, checked, onChange }: OnOffProps & { readonly hint?: string }) {
  const id = useId();
  return (
    <div className={styles['checkRow']}>
      <Checkbox.Root className={styles['check']} checked={checked} onCheckedChange={onChange} aria-labelledby={id}>
        <Checkbox.Indicator render={<span />}>
          <Icon name="check" />
        </Checkbox.Indicator>
      </Checkbox.Root>
      <span>
        <span id={id}>{label}</span>
        {hint !== undefined && <div className={styles['hint']}>{hint}</div>}
      </span>
    </div>
  );
}
