import { useTranslation } from 'react-i18next';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
const STEP = 1024;

/** A size as a person says it, in the language of a locale. */
export function byteWords(bytes: number, locale: string): string {
  let value = bytes;
  let step = 0;
  while (value >= STEP && step < UNITS.length - 1) {
    value /= STEP;
    step++;
  }
  const digits = value < 10 && step > 0 ? 1 : 0;
  const format = { style: 'unit', unit: UNITS[step]!, unitDisplay: 'short', maximumFractionDigits: digits } as const;
  return new Intl.NumberFormat(locale, format).format(value);
}

/** How to say a size in the window's language. */
export function useByteWords(): (bytes: number) => string {
  const { i18n } = useTranslation();
  return (bytes) => byteWords(bytes, i18n.language);
}
