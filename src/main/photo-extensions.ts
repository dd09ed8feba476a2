/** Files that the photo dialog shows and that a link may open. */
export const PHOTO_EXTENSIONS: readonly string[] = [
  ...['jpg', 'jpeg', 'png', 'webp', 'tif', 'tiff', 'avif', 'heic', 'heif', 'gif'],
  ...['dng', 'cr2', 'nef', 'arw', 'orf', 'rw2', 'pef'],
];
