import { useId, useState } from 'react';
import styles from './controls.module.css';
import { formatDigits, parsePositive, parseSigned } from './number-text';

interface NumberInputProps {
  readonly label: string;
  readonly unit: string;
  /** Undefined: empty. */
  readonly value: number | undefined;
  readonly digits: number;
  /** Whether numbers of 0 and less count too. */
  readonly signed?: boolean;
  /** Called while typing, with every text that is such a number. */
  readonly onChange: (value: number) => void;
  /** Called when the text is emptied, where that means something. */
  readonly onEmpty?: () => void;
  readonly placeholder?: string;
}

/** A number with a unit, above 0 unless it is signed. While it is typed it stays as it is typed; else it shows the value. */
export function NumberInput({ label, unit, value, digits, signed, onChange, onEmpty, placeholder }: NumberInputProps) {
  const parse = signed ? parseSigned : parsePositive;
  const [typed, setTyped] = useState<string>();
  const id = useId();
  const take = (text: string): void => {
    setTyped(text);
    const number = parse(text);
    if (number !== undefined) onChange(number);
    if (text.trim() === '') onEmpty?.();
  };
  const isWrong = typed !== undefined && typed.trim() !== '' && parse(typed) === undefined;
  return (
    <div className={styles['field']}>
      <label htmlFor={id} className={styles['label']}>
        {label}
      </label>
      <div className={styles['unitInput']}>
        <input
          id={id}
          className={styles['input']}
          inputMode="decimal"
          value={typed ?? (value === undefined ? '' : formatDigits(value, digits))}
          placeholder={placeholder}
          aria-invalid={isWrong}
          onChange={(event) => take(event.target.value)}
          onBlur={() => setTyped(undefined)}
        />
        <span className={styles['unit']}>{unit}</span>
      </div>
    </div>
  );
}
