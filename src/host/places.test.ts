import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { photoIdSchema, type PhotoId } from '../contract/app/ids';
import { Places } from './places';

describe('Places', () => {
  it('knows a path by the id it handed out, always the same one', () => {
    const places = new Places(randomBytes(32));
    const id = places.photoId('/secret/photo.jpg');
    expect(places.photo(id)).toBe('/secret/photo.jpg');
    expect(places.photoId('/secret/photo.jpg')).toBe(id);
    expect(id).not.toContain('secret');
    expect(photoIdSchema.safeParse(id).success).toBe(true);
  });

  it('tells a photo from a folder of the same path', () => {
    const places = new Places(randomBytes(32));
    const folder = places.folderId('/x');
    expect(() => places.photo(folder as unknown as PhotoId)).toThrow('not open');
  });

  it('knows no id of another host, nor a path in place of one', () => {
    const elsewhere = new Places(randomBytes(32)).photoId('/x');
    const places = new Places(randomBytes(32));
    places.photoId('/x');
    expect(() => places.photo(elsewhere)).toThrow();
    expect(places.findPhoto('/x' as PhotoId)).toBeUndefined();
  });
});
