import { Slider } from '@base-ui/react/slider';
import { useId } from 'react';
import styles from './controls.module.css';

interface SliderFieldProps {
  readonly label: string;
  /** The value in words, beside the label. */
  readonly words: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

/** A value on a scale. */
export function SliderField(
  props: SliderFieldProps & { readonly value: number; readonly onChange: (value: number) => void },
) {
  const { label, words, value, onChange, ...scale } = props;
  const id = useId();
  return (
    <div className={styles['field']}>
      <FieldHead id={id} label={label} words={words} />
      <Slider.Root value={value} onValueChange={(next) => onChange(next)} {...scale} aria-labelledby={id}>
        <Slider.Control className={styles['slider']}>
          <Slider.Track className={styles['track']}>
            <Slider.Indicator className={styles['range']} />
            <Slider.Thumb className={styles['thumb']} aria-label={label} getAriaValueText={() => words} />
          </Slider.Track>
        </Slider.Control>
      </Slider.Root>
    </div>
  );
}

type Range = readonly [from: number, to: number];

interface RangeFieldProps extends SliderFieldProps {
  readonly value: Range;
  readonly ends: readonly [from: string, to: string];
  readonly onChange: (value: Range) => void;
}

/** A stretch of a scale. */
export function RangeField({ label, words, value, ends, onChange, ...scale }: RangeFieldProps) {
  const id = useId();
  return (
    <div className={styles['field']}>
      <FieldHead id={id} label={label} words={words} />
      <Slider.Root value={value} onValueChange={(next) => onChange(next)} {...scale} aria-labelledby={id}>
        <Slider.Control className={styles['slider']}>
          <Slider.Track className={styles['track']}>
            <Slider.Indicator className={styles['range']} />
            {ends.map((end, index) => (
              <Slider.Thumb
                key={index === 0 ? 'from' : 'to'}
                index={index}
                className={styles['thumb']}
                aria-label={end}
                getAriaValueText={() => words}
              />
            ))}
          </Slider.Track>
        </Slider.Control>
      </Slider.Root>
    </div>
  );
}

function FieldHead({ id, label, words }: { id: string; label: string; words: string }) {
  return (
    <div className={styles['row']}>
      <span id={id} className={styles['label']}>
        {label}
      </span>
      <span>{words}</span>
    </div>
  );
}
