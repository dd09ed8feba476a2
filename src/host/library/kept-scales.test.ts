import { expect, it } from 'vitest';
import { tempFolder } from '../../../test/fixtures/temp-folder';
import { KeptScales } from './kept-scales';

const folder = tempFolder();

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
