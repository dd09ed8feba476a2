import { photoIdSchema } from '../contract/app/ids';
import { LARGEST_PICTURE_SIDE_PX, type FathomClient } from '../contract/contract';
import type { Places } from './places';

/** On a screen of two pixels a point, thumbnails are shown at up to 160 points. */
const THUMBNAIL_SIDE_PX = 320;

const SIDES: Record<string, number> = { thumb: THUMBNAIL_SIDE_PX, image: LARGEST_PICTURE_SIDE_PX };

/** `/thumb/<photo id>/<version>`, `/image/<photo id>/<version>`; the version only sets one content from the next. */
const ADDRESS = /^\/(?<kind>thumb|image)\/(?<id>[\w-]+)\/[\w-]+$/;

/**
 * Answers a request for a picture; undefined for any other address.
 *
 * @param makePicture the engine's `picture`.
 */
export async function pictureResponse(
  request: Request,
  places: Places,
  makePicture: FathomClient['picture'],
): Promise<Response | undefined> {
  const { kind, id } = ADDRESS.exec(new URL(request.url).pathname)?.groups ?? {};
  if (kind === undefined) return undefined;
  if (request.method !== 'GET' && request.method !== 'HEAD') return new Response(null, { status: 405 });
  const known = photoIdSchema.safeParse(id);
  const path = known.success ? places.findPhoto(known.data) : undefined;
  if (path === undefined) return new Response(null, { status: 404 });
  try {
    const picture = await makePicture({ path, longestSidePx: SIDES[kind]! }, { signal: request.signal });
    return new Response(picture, {
      headers: {
        'content-type': 'image/jpeg',
        'content-length': String(picture.byteLength),
        'cache-control': 'private, max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
      },
    });
  } catch {
    // The window asks `photo.inspect` for the words.
    return new Response(null, { status: 422, headers: { 'cache-control': 'no-store' } });
  }
}
