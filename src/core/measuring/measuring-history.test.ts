import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { historyOf } from '../history/undo-history';
import { measured, type MeasuringAction } from './measuring-history';
import { type Measurement, measurementOf, NOTHING_MEASURED } from './measurement';

const place = { xPx: 1, yPx: 2 };
const distance = (id: string): Measurement => measurementOf({ id, name: '' }, 'distance', [place, place])!;
const after = (...actions: readonly MeasuringAction[]) => actions.reduce(measured, historyOf(NOTHING_MEASURED));

describe('measured', () => {
  it('adds, renames, removes, clears and levels', () => {
    const add: MeasuringAction[] = ['a', 'b'].map((id) => ({ kind: 'add', measurement: distance(id) }));
    const ids = (...actions: MeasuringAction[]) => after(...add, ...actions).present.list.map(({ id }) => id);
    expect(ids()).toEqual(['a', 'b']);
    expect(ids({ kind: 'remove', id: 'a' })).toEqual(['b']);
    expect(ids({ kind: 'clear' })).toEqual([]);
    expect(after(...add, { kind: 'rename', id: 'b', name: 'Door' }).present.list[1]!.name).toBe('Door');
    expect(after({ kind: 'level', level: { kind: 'found' } }).present.level).toEqual({ kind: 'found' });
  });

  it('remembers no step for what changes nothing', () => {
    const history = after({ kind: 'add', measurement: distance('a') });
    for (const action of [
      { kind: 'remove', id: 'x' },
      { kind: 'rename', id: 'a', name: '' },
      { kind: 'redo' },
    ] as const) {
      expect(measured(history, action)).toBe(history);
    }
  });

  it('goes back to nothing by undoing all, and to the end by redoing all', () => {
    const id = fc.constantFrom('a', 'b', 'c');
    const action: fc.Arbitrary<MeasuringAction> = fc.oneof(
      id.map((each) => ({ kind: 'add' as const, measurement: distance(each) })),
      id.map((each) => ({ kind: 'remove' as const, id: each })),
      fc.constant({ kind: 'clear' as const }),
      fc.constant({ kind: 'undo' as const }),
      fc.constant({ kind: 'redo' as const }),
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
        const end = after(...actions);
        let history = end;
        while (history.past.length > 0) history = measured(history, { kind: 'undo' });
        expect(history.present).toEqual(NOTHING_MEASURED);
        while (history.future.length > end.future.length) history = measured(history, { kind: 'redo' });
        expect(history).toEqual(end);
      }),
    );
  });

  it('forgets what was undone once something else is done', () => {
    const history = after(
      { kind: 'add', measurement: distance('a') },
      { kind: 'undo' },
      { kind: 'add', measurement: distance('b') },
      { kind: 'redo' },
    );
    expect(history.present.list.map(({ id }) => id)).toEqual(['b']);
  });
});

describe('measurementOf', () => {
  it('takes as many places as the kind does', () => {
    expect(measurementOf({ id: 'a', name: '' }, 'angle', [place, place])).toBeUndefined();
    expect(measurementOf({ id: 'a', name: '' }, 'distance', [place, place, place])).toBeUndefined();
    expect(measurementOf({ id: 'a', name: '' }, 'path', [place, place, place])?.places).toHaveLength(3);
  });
});
