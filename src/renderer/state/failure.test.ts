import { ORPCError } from '@orpc/client';
import { describe, expect, it } from 'vitest';
import { failureCodes } from '../../contract/failure';
import { failureOf } from './failure';

describe('failureOf', () => {
  it.each(failureCodes)('knows %s', (code) => {
    const error = new ORPCError(code, { message: 'a.jpg', data: { remedy: 'Try b.jpg.' } });
    expect(failureOf(error)).toEqual({ code, message: 'a.jpg', remedy: 'Try b.jpg.' });
  });

  it('takes everything else as unexpected', () => {
    expect(failureOf(new ORPCError('INTERNAL_SERVER_ERROR', { message: 'no' }))).toMatchObject({ code: 'Unexpected' });
    expect(failureOf(new Error('gone'))).toEqual({ code: 'Unexpected', message: 'gone', remedy: '' });
    expect(failureOf('words')).toMatchObject({ message: 'words' });
  });
});
