import type { LINKS } from '../contract/app/about';

type Link = (typeof LINKS)[number];

/**
 * Where the app's links lead. The window names a link; no address ever comes from it. A link without an address here
 * opens nothing: an address is stated only where the project owns it.
 */
export const linkAddresses: Readonly<Partial<Record<Link, string>>> = {
  licence: 'https://www.apache.org/licenses/LICENSE-2.0',
};
