import { describe, expect, it } from 'vitest';
import { tarEntry } from '../../../test/fixtures/decoders';
import { readTarEntries } from './tar-archive';

const end = Buffer.alloc(1024);
const one = tarEntry('one', Buffer.alloc(600, 'a'));
const two = tarEntry('two', Buffer.from('b'));

describe('readTarEntries', () => {
  it('reads the files that are asked for, and no other', () => {
    const found = readTarEntries(Buffer.concat([one, two, end]), ['two', 'three']);
    expect([...found].map(([name, bytes]) => [name, Buffer.from(bytes).toString()])).toEqual([['two', 'b']]);
  });

  it('reads a file of several blocks', () => {
    expect(readTarEntries(Buffer.concat([one, end]), ['one']).get('one')).toHaveLength(600);
  });

  it('passes over links and folders', () => {
    expect(readTarEntries(Buffer.concat([tarEntry('two', Buffer.alloc(0), '2'), end]), ['two']).size).toBe(0);
  });

  it.each([
    ['is cut off', one.subarray(0, 700), 'ends within one'],
    ['is no archive', Buffer.alloc(1024, 'x'), 'without a length'],
  ])('throws where it %s', (_, archive, message) => {
    expect(() => readTarEntries(archive, ['one'])).toThrow(message);
  });

  it('finds nothing in an empty one', () => {
    expect(readTarEntries(end, ['one']).size).toBe(0);
  });
});
