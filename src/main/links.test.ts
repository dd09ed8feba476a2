import { expect, it } from 'vitest';
import { LINKS } from '../contract/app/about';
import { linkAddresses } from './links';

it('leads to fixed https addresses under the names of the contract', () => {
  for (const [link, address] of Object.entries(linkAddresses)) {
    expect(LINKS).toContain(link);
    expect(new URL(address).protocol).toBe('https:');
  }
});
