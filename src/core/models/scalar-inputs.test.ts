import { expect, it } from 'vitest';
import { scalarInputValue } from './scalar-inputs';

it.each([
  [0, 1200n],
  [3, 2000n],
  [5, 2533n],
  [9, 3600n],
])('gives MoGe at level %i its %i tokens', (level, tokens) => {
  expect(scalarInputValue({ name: 'num_tokens', type: 'int64', rule: { kind: 'mogeTokens', level } })).toBe(tokens);
});
