import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OUTPUT_FORMATS } from '../../core/formats/output-format';
import { numberedPlace, outputPath, placeOutputs, sidecarPath } from './output-names';

const found = (file: string, outputSubfolder = '') => ({ path: file, outputSubfolder });

function stems(files: readonly string[]): string[] {
  return [
    ...placeOutputs(
      files.map((file) => found(file)),
      '/out',
    ).values(),
  ].map(({ stem }) => stem);
}

describe('placeOutputs', () => {
  it('names outputs after the photo without its extension, in the mirrored folder', () => {
    const photo = found('/in/sub/a.b.jpg', 'sub');
    expect(placeOutputs([photo], '/out').get(photo)).toEqual({ folder: path.join('/out', 'sub'), stem: 'a.b' });
  });

  it('keeps the extensions of photos that would meet without', () => {
    expect(stems(['/a.jpg', '/a.png', '/b.jpg'])).toEqual(['a.jpg', 'a.png', 'b']);
  });

  it('numbers what meets even so', () => {
    expect(stems(['/x/a.jpg', '/y/a.jpg'])).toEqual(['a.jpg', 'a.jpg-2']);
    expect(stems(['/a.jpg', '/a.png', '/a.jpg.tif'])).toEqual(['a.jpg', 'a.png', 'a.jpg-2']);
  });

  it('takes names that differ in case or Unicode form only for the same', () => {
    expect(stems(['/A.jpg', '/a.png'])).toEqual(['A.jpg', 'a.png']);
    expect(stems(['/é.jpg', '/e\u0301.jpg'])).toEqual(['é.jpg', 'e\u0301.jpg-2']);
  });

  it('lets photos of different folders have the same name', () => {
    const photos = [found('/in/a.jpg'), found('/in/sub/a.jpg', 'sub')];
    expect([...placeOutputs(photos, '/out').values()].map(({ stem }) => stem)).toEqual(['a', 'a']);
  });

  it('never gives two outputs one path, and the same photos the same paths', () => {
    const name = fc.stringMatching(/^[aA2.-]{1,4}$/);
    const extension = fc.constantFrom('', '.jpg', '.JPG', '.png', '.depth', '.preview', '.json', '.ply');
    const photo = fc.record({ stem: name, extension, subfolder: fc.constantFrom('', 's', 'S') });
    fc.assert(
      fc.property(fc.uniqueArray(photo, { selector: JSON.stringify, maxLength: 12 }), (names) => {
        const photos = names.map(({ stem, extension: end, subfolder }) =>
          found(`/${subfolder}/${stem}${end}`, subfolder),
        );
        const places = [...placeOutputs(photos, '/out').values()];
        const paths = places.flatMap((place) => [
          ...OUTPUT_FORMATS.map((format) => outputPath(place, format)),
          sidecarPath(place),
        ]);
        expect(new Set(paths.map((file) => file.toLowerCase())).size).toBe(paths.length);
        expect([...placeOutputs(photos, '/out').values()]).toEqual(places);
      }),
    );
  });
});

describe('a place', () => {
  const place = { folder: '/out', stem: 'a' };

  it('gives each format a name of its own', () => {
    expect(OUTPUT_FORMATS.map((format) => path.basename(outputPath(place, format)))).toEqual([
      'a.ply',
      'a.pcd',
      'a.las',
      'a.glb',
      'a.xyz',
      'a.mesh.glb',
      'a.obj',
      'a.depth.npy',
      'a.depth.npz',
      'a.depth.pfm',
      'a.depth.exr',
      'a.depth.tiff',
      'a.depth.png',
      'a.preview.png',
      'cameras.txt',
      'a.transforms.json',
    ]);
    expect(path.basename(sidecarPath(place))).toBe('a.json');
  });

  it('can be numbered', () => {
    expect(numberedPlace(place, 3)).toEqual({ folder: '/out', stem: 'a-3' });
  });
});
