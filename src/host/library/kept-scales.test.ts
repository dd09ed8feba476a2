import { expect, it } from 'vitest';
import { tempFolder } from '../../../test/fixtures/temp-folder';
import { KeptScales } from './kept-scales';
import { PhotoMeasurements } from './photo-measurements';

const folder = tempFolder();
const places = [
  { xPx: 1, yPx: 2 },
  { xPx: 3, yPx: 4 },
] as [{ xPx: number; yPx: number }, { xPx: number; yPx: number }];

it('keeps corrections of scale from one start to the next, and forgets them', async () => {
  const scales = await KeptScales.open(folder);
  await scales.set({ kind: 'photos', key: '/a.jpg' }, { factor: 1.1, modelId: 'm' });
  await scales.set({ kind: 'cameras', key: 'Canon' }, { factor: 1.2 });
  const again = await KeptScales.open(folder);
  expect(again.all()).toEqual({
    photos: { '/a.jpg': { factor: 1.1, modelId: 'm' } },
    cameras: { Canon: { factor: 1.2 } },
  });
  expect(again.forPhoto('/b.jpg')).toEqual({ photos: {}, cameras: { Canon: { factor: 1.2 } } });
  await again.set({ kind: 'photos', key: '/a.jpg' }, null);
  expect((await KeptScales.open(folder)).all().photos).toEqual({});
});

it('keeps what was measured in a photo, and nothing of one without', async () => {
  const kept = {
    list: [{ id: '1', name: 'Table', kind: 'distance' as const, places }],
    level: { kind: 'found' as const },
  };
  const measurements = await PhotoMeasurements.open(folder);
  await measurements.set('/a.jpg', kept);
  expect((await PhotoMeasurements.open(folder)).of('/a.jpg')).toEqual(kept);
  expect(measurements.of('/b.jpg')).toEqual({ list: [] });
  await measurements.set('/a.jpg', { list: [] });
  expect((await PhotoMeasurements.open(folder)).of('/a.jpg')).toEqual({ list: [] });
});
