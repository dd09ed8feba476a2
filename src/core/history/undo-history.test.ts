import { expect, it } from 'vitest';
import { advanced, historyOf, redone, undone } from './undo-history';

const NOTHING = historyOf<readonly string[]>([]);

it('goes back and forth through every change, clearing among them', () => {
  const one = advanced(NOTHING, ['a']);
  const two = advanced(one, [...one.present, 'b']);
  const cleared = advanced(two, []);
  expect(cleared.present).toEqual([]);
  const back = undone(cleared);
  expect(back.present).toEqual(two.present);
  expect(undone(back).present).toEqual(one.present);
  expect(undone(undone(back))).toMatchObject({ present: [], past: [] });
  expect(redone(redone(undone(back)))).toEqual(cleared);
});

it('forgets what was undone once something else is done, and stops at both ends', () => {
  const back = undone(advanced(NOTHING, ['a']));
  expect(redone(advanced(back, ['b'])).present).toEqual(['b']);
  expect(undone(NOTHING)).toBe(NOTHING);
  expect(redone(NOTHING)).toBe(NOTHING);
});
