import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { LinkAddresses } from '../contract/app/about';

const httpsSchema = z
  .url({ protocol: /^https$/ })
  .optional()
  .catch(undefined);

/** What a package.json says of where its project lives; a field of another form is as good as missing. */
const manifestSchema = z.object({
  homepage: httpsSchema,
  bugs: z
    .union([z.string().transform((url) => ({ url })), z.object({ url: z.string() })])
    .optional()
    .catch(undefined),
  repository: z
    .union([z.string(), z.object({ url: z.string() }).transform(({ url }) => url)])
    .optional()
    .catch(undefined),
});

/**
 * Where the app's links lead, by a package.json. The window names a link; no address ever comes from it. A link is left
 * out where the project states no address for it.
 */
export function linksOf(manifest: unknown): LinkAddresses {
  const { homepage, bugs, repository } = manifestSchema.parse(manifest);
  const home = homepage ?? plainAddress(repository);
  const issues = httpsSchema.parse(bugs?.url);
  return {
    ...(home !== undefined && { home }),
    ...(issues !== undefined && { issues }),
    licence: 'https://www.apache.org/licenses/LICENSE-2.0',
  };
}

/** {@link linksOf} a file; only the licence where it cannot be read. */
export function readLinks(manifestFile: string): LinkAddresses {
  try {
    return linksOf(JSON.parse(readFileSync(manifestFile, 'utf8')));
  } catch {
    return linksOf({});
  }
}

/** A repository's address as npm writes it, `git+https://host/owner/name.git`, as a browser opens it. */
function plainAddress(repository: string | undefined): string | undefined {
  return httpsSchema.parse(repository?.replace(/^git\+/, '').replace(/\.git$/, ''));
}
