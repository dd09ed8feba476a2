import { describe, expect, it } from 'vitest';
import { resolveTheme } from './apply-theme';

describe('resolveTheme', () => {
  it.each([
    ['system', true, 'dark'],
    ['system', false, 'light'],
    ['light', true, 'light'],
    ['dark', false, 'dark'],
  ] as const)('%s on a system that is dark: %s', (setting, isDark, expected) => {
    expect(resolveTheme(setting, isDark)).toBe(expected);
  });
});
