import { describe, expect, it } from 'vitest';
import { NEW_UI, withNotice } from './ui';

const failure = (message: string) => ({ code: 'Unexpected', message, remedy: '' }) as const;

describe('withNotice', () => {
  it('keeps the last three, each with a name of its own', () => {
    const ui = ['a', 'b', 'c', 'd'].reduce((before, message) => withNotice(before, failure(message)), NEW_UI);
    expect(ui.notices.map((notice) => notice.failure.message)).toEqual(['b', 'c', 'd']);
    expect(new Set(ui.notices.map(({ id }) => id)).size).toBe(3);
  });
  it('does not tell the same twice', () => {
    expect(withNotice(withNotice(NEW_UI, failure('a')), failure('a')).notices).toHaveLength(1);
  });
});
