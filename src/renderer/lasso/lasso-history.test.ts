import { expect, it } from 'vitest';
import type { LassoStroke } from '../../core/cloud/lasso';
import { NO_LASSO, redoStroke, undoStroke, withStrokes } from './lasso-history';

const stroke = (keeps: LassoStroke['keeps']): LassoStroke => ({ keeps, projection: [], outline: [] });

it('goes back and forth through every change, clearing among them', () => {
  const one = withStrokes(NO_LASSO, [stroke('inside')]);
  const two = withStrokes(one, [...one.strokes, stroke('outside')]);
  const cleared = withStrokes(two, []);
  expect(cleared.strokes).toEqual([]);
  const back = undoStroke(cleared);
  expect(back.strokes).toEqual(two.strokes);
  expect(undoStroke(back).strokes).toEqual(one.strokes);
  expect(undoStroke(undoStroke(back))).toMatchObject({ strokes: [], before: [] });
  expect(redoStroke(redoStroke(undoStroke(back)))).toEqual(cleared);
});

it('forgets what was undone once something else is drawn, and stops at both ends', () => {
  const undone = undoStroke(withStrokes(NO_LASSO, [stroke('inside')]));
  expect(redoStroke(withStrokes(undone, [stroke('outside')])).strokes).toEqual([stroke('outside')]);
  expect(undoStroke(NO_LASSO)).toBe(NO_LASSO);
  expect(redoStroke(NO_LASSO)).toBe(NO_LASSO);
});
