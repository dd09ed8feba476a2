import { isMet, type BenchCase, type Figure, type Outcome } from './bench-case';

export interface CaseResult {
  readonly bench: Pick<BenchCase, 'name' | 'title'>;
  readonly outcome: Outcome | { readonly kind: 'crashed'; readonly error: string };
}

/** All results as one Markdown table, a row per figure. */
export function markdownTable(results: readonly CaseResult[]): string {
  const rows = results.flatMap(({ bench, outcome }) => {
    switch (outcome.kind) {
      case 'measured':
        return outcome.figures.map((figure) => figureRow(bench.name, figure));
      case 'skipped':
        return [[bench.name, bench.title, '', '', '', `skipped: ${outcome.reason}`]];
      case 'crashed':
        return [[bench.name, bench.title, '', '', '', `crashed: ${outcome.error}`]];
    }
  });
  const header = ['case', 'figure', 'target', 'median', 'min – max', 'result'];
  const rule = ['---', '---', '---:', '---:', '---:', '---'];
  return [header, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function figureRow(name: string, figure: Figure): string[] {
  const { what, unit, measured, target } = figure;
  const bound = target ? `${target.bound === 'atMost' ? '≤' : '≥'} ${String(target.value)} ${unit}` : '';
  const range = `${plain(measured.min)} – ${plain(measured.max)}`;
  return [name, what, bound, `${plain(measured.median)} ${unit}`, range, verdictOf(figure)];
}

function verdictOf(figure: Figure): string {
  switch (isMet(figure)) {
    case true:
      return 'met';
    case false:
      return '**missed**';
    case undefined:
      return 'for information';
  }
}

/** One case as soon as it is through: its figures and what to know about them. */
export function resultLines({ bench, outcome }: CaseResult): string {
  switch (outcome.kind) {
    case 'measured':
      return [
        ...outcome.figures.map((figure) => `  ${figureRow(bench.name, figure).slice(1).filter(Boolean).join('  ')}`),
        ...outcome.notes.map((note) => `  ${note}`),
      ].join('\n');
    case 'skipped':
      return `  skipped: ${outcome.reason}`;
    case 'crashed':
      return `  crashed: ${outcome.error}`;
  }
}

/** Three significant digits, as many as such measurements carry. */
const plain = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3));
