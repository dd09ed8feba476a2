import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../../../test/fixtures/temp-folder';
import { measurementsSchema, type KeptMeasurements } from '../../contract/app/measurements';
import { PhotoNotes } from './photo-notes';

const folder = tempFolder();
const open = (): Promise<PhotoNotes<KeptMeasurements>> =>
  PhotoNotes.open(folder, 'measurements.json', measurementsSchema);

const kept: KeptMeasurements = {
  list: [
    {
      id: '1',
      name: 'Table',
      kind: 'distance',
      places: [
        { xPx: 1, yPx: 2 },
        { xPx: 3, yPx: 4 },
      ],
    },
  ],
  level: { kind: 'found' },
};

it('keeps what was said of photos from one start to the next, and forgets it', async () => {
  const notes = await open();
  await notes.set(['/a.jpg', '/b.jpg'], kept);
  const again = await open();
  expect(again.of('/a.jpg')).toEqual(kept);
  expect(again.of('/c.jpg')).toBeUndefined();
  await again.set(['/a.jpg'], null);
  expect(again.all()).toEqual({ '/b.jpg': kept });
  expect((await open()).all()).toEqual({ '/b.jpg': kept });
});

it('keeps it in a file by the photo’s path', async () => {
  await (await open()).set(['/a.jpg'], kept);
  const file: unknown = JSON.parse(await readFile(path.join(folder, 'measurements.json'), 'utf8'));
  expect(file).toMatchObject({ version: 1, content: { '/a.jpg': kept } });
});
