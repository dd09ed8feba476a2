import type { AccuracyFigure } from './descriptor';

/**
 * How much more accurate one model is than another, as the mean difference of δ1 over the benchmarks that both were
 * measured on; undefined where they share none: figures of different benchmarks say nothing about each other.
 */
function accuracyLead(figures: readonly AccuracyFigure[], others: readonly AccuracyFigure[]): number | undefined {
  const leads = figures.flatMap(({ benchmark, delta1 }) =>
    others.filter((other) => other.benchmark === benchmark).map((other) => delta1 - other.delta1),
  );
  return leads.length === 0 ? undefined : leads.reduce((sum, lead) => sum + lead, 0) / leads.length;
}

interface Judged {
  readonly accuracy: readonly AccuracyFigure[];
  readonly msPerPhoto: number;
}

/** The most accurate of several, as far as published figures tell, and the figure to show for it. */
export interface MostAccurate<Model> {
  readonly model: Model;
  readonly figure: AccuracyFigure;
  /** Against how many of the others a shared benchmark speaks for it. */
  readonly ahead: number;
}

/**
 * The model that is ahead of most of the others, less those it is behind; the faster one where that is a draw. Models
 * without figures take no part.
 */
export function mostAccurateOf<Model extends Judged>(models: readonly Model[]): MostAccurate<Model> | undefined {
  const judged = models.filter(({ accuracy }) => accuracy.length > 0);
  const standings = judged.map((model) => {
    const leads = judged
      .filter((other) => other !== model)
      .map((other) => ({ other, lead: accuracyLead(model.accuracy, other.accuracy) ?? 0 }));
    const beaten = leads.filter(({ lead }) => lead > 0).map(({ other }) => other);
    return { model, beaten, balance: beaten.length - leads.filter(({ lead }) => lead < 0).length };
  });
  const [first] = standings.sort((a, b) => b.balance - a.balance || a.model.msPerPhoto - b.model.msPerPhoto);
  if (!first) return undefined;
  const { model, beaten } = first;
  const shared = new Set(beaten.flatMap(({ accuracy }) => accuracy.map(({ benchmark }) => benchmark)));
  const figure = model.accuracy.find(({ benchmark }) => shared.has(benchmark)) ?? model.accuracy[0]!;
  return { model, figure, ahead: beaten.length };
}
