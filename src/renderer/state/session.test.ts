import { describe, expect, it } from 'vitest';
import { aJob } from '../../../test/app/fixtures/jobs';
import { folderId } from '../../../test/app/fixtures/photos';
import type { HostEvent } from '../../contract/app/events';
import { afterHostEvent, NEW_SESSION } from './session';

describe('afterHostEvent', () => {
  it('keeps what the host tells', () => {
    const root = { id: folderId('r'), name: 'r', kind: 'folder' } as const;
    const jobs = [aJob('1', 'waiting')];
    const events: HostEvent[] = [
      { event: 'engine', engine: { state: 'ready' } },
      { event: 'roots', roots: [root], show: root },
      { event: 'jobs', jobs },
    ];
    const session = events.reduce(afterHostEvent, NEW_SESSION);
    expect(session).toMatchObject({ engine: { state: 'ready' }, roots: [root], jobs });
  });

  it('changes nothing for a command', () => {
    expect(afterHostEvent(NEW_SESSION, { event: 'command', command: 'export' })).toBe(NEW_SESSION);
  });
});
