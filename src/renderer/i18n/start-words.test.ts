import { describe, expect, it } from 'vitest';
import { resolveLanguage } from './start-words';

describe('resolveLanguage', () => {
  it.each([
    ['en', ['zh-CN'], 'en'],
    ['zh-CN', ['en'], 'zh-CN'],
    ['system', ['zh-Hans-CN', 'en'], 'zh-CN'],
    ['system', ['de', 'en-GB', 'zh'], 'en'],
    ['system', ['de'], 'en'],
    ['system', [], 'en'],
  ] as const)('%s on a system that speaks %j: %s', (setting, system, expected) => {
    expect(resolveLanguage(setting, system)).toBe(expected);
  });
});
