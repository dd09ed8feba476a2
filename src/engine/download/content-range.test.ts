import { expect, it } from 'vitest';
import { parseContentRange } from './content-range';

it('reads a range and the length of the whole', () => {
  expect(parseContentRange('bytes 150-299/300')).toEqual({ start: 150, end: 299, total: 300 });
});

it.each(['', 'bytes */300', 'bytes 0-299/*', 'bytes 0-300/300', 'bytes 5-4/300', 'items 0-1/2', 'bytes 0-1/2, 3-4/5'])(
  'reads none in %j',
  (header) => {
    expect(parseContentRange(header)).toBeUndefined();
  },
);
