/** Formats that browsers have no type for, by the names of their files. */
const UNTYPED = /\.(?:heic|heif|dng|cr2|nef|arw|orf|rw2|pef)$/i;

/** Whether a file that was dropped is meant as a photo. */
export function isPicture({ name, type }: Pick<File, 'name' | 'type'>): boolean {
  return type.startsWith('image/') || UNTYPED.test(name);
}
