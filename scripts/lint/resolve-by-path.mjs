import { dirname, resolve as joinPath } from 'node:path';

/** Which protocol of import resolvers this module follows. */
export const interfaceVersion = 2;

/**
 * An import resolver for eslint-plugin-boundaries that only joins paths. Which room an import leads to is a matter of
 * where it points, whether or not the file exists yet; so the layer test can try rooms that are still to be built.
 * @param {string} source The import as written.
 * @param {string} importer The absolute path of the importing file.
 */
export function resolve(source, importer) {
  return source.startsWith('.') ? { found: true, path: joinPath(dirname(importer), source) } : { found: false };
}
