/**
 * Whether a file may be asked for at an address: over https, or, where tests allow it, over http from this machine.
 */
export function isAllowedAddress(address: URL, allowLoopbackHttp: boolean): boolean {
  if (address.protocol === 'https:') return true;
  return allowLoopbackHttp && address.protocol === 'http:' && isLoopback(address.hostname);
}

/** `hostname` as a URL holds it: lower case, IPv4 in four decimals, IPv6 in brackets. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

/** An address fit to be shown and logged: signatures and credentials live in what is left out. */
export function shownAddress(address: URL): string {
  return address.origin + address.pathname;
}
