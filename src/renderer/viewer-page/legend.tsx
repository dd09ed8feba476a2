import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { COLOUR_TABLE_SIZE, COLOUR_TABLES, type ColourMapName } from '../../core/formats/colour-map';
import { nearnessOn } from '../../core/formats/depth-scale';
import { legendTicks } from '../../core/formats/legend-ticks';
import { metresWords, tickWords } from './metres-words';
import styles from './viewer.module.css';

interface LegendProps {
  readonly colourMap: ColourMapName;
  readonly range: readonly [nearMetres: number, farMetres: number];
}

const MOST_TICKS = 6;
const LEAST_GAP = 0.1;
const STOPS = 16;

/** What the colours mean, in metres. */
export function Legend({ colourMap, range }: LegendProps) {
  const { t } = useTranslation();
  const [nearMetres, farMetres] = range;
  const ticks = useMemo(() => ticksOn(nearMetres, farMetres), [nearMetres, farMetres]);
  const words = t('viewer.legend', { near: metresWords(nearMetres), far: metresWords(farMetres) });
  return (
    <div className={styles['legend']} role="img" aria-label={words}>
      <div className={styles['ramp']} style={{ background: gradientOf(colourMap) }} />
      <div className={styles['ticks']}>
        {ticks.map(({ metres, place }) => (
          <span key={metres} style={{ top: `${100 * place}%` }}>
            {tickWords(metres)}
          </span>
        ))}
      </div>
      <span className={styles['unit']}>{t('unit.metres')}</span>
    </div>
  );
}

/** Near is at the top, where colours are warm. */
function ticksOn(nearMetres: number, farMetres: number): { metres: number; place: number }[] {
  const nearness = nearnessOn({ nearMetres, farMetres });
  const placeOf = (metres: number): number => 1 - nearness(metres);
  const fits = (ticks: readonly number[]): boolean =>
    ticks.length <= MOST_TICKS &&
    ticks.every((tick, i) => i === 0 || placeOf(tick) - placeOf(ticks[i - 1]!) >= LEAST_GAP);
  return legendTicks({ nearMetres, farMetres }, fits).map((metres) => ({ metres, place: placeOf(metres) }));
}

function gradientOf(colourMap: ColourMapName): string {
  const table = COLOUR_TABLES[colourMap];
  const stops = Array.from({ length: STOPS + 1 }, (_, i) => {
    const entry = Math.round(((COLOUR_TABLE_SIZE - 1) * (STOPS - i)) / STOPS);
    return `rgb(${table.slice(3 * entry, 3 * entry + 3).join(' ')})`;
  });
  return `linear-gradient(${stops.join(', ')})`;
}
