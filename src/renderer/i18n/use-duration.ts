import { useTranslation } from 'react-i18next';

/** A time left as a person says it: no more exact than it can be known. */
export function durationParts(seconds: number): { unit: 'seconds' | 'minutes' | 'hours'; count: number } {
  if (seconds < 55) return { unit: 'seconds', count: Math.max(1, Math.round(seconds)) };
  if (seconds < 55 * 60) return { unit: 'minutes', count: Math.max(1, Math.round(seconds / 60)) };
  return { unit: 'hours', count: Math.max(1, Math.round(seconds / 3600)) };
}

/** How to say a time left in the window's language. */
export function useDuration(): (seconds: number) => string {
  const { t } = useTranslation();
  return (seconds) => {
    const { unit, count } = durationParts(seconds);
    return t(`duration.${unit}`, { count });
  };
}
