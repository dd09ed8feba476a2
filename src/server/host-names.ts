import { isIPv6 } from 'node:net';
import os from 'node:os';

const LOOPBACK = ['localhost', '127.0.0.1', '::1'];
const EVERYWHERE = new Set(['0.0.0.0', '::']);

/** Whether only this machine can reach a server that listens there. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.includes(host) || host.startsWith('127.');
}

/** A host as it stands in an address: IPv6 in brackets. */
export function inAddress(host: string): string {
  return isIPv6(host) ? `[${host}]` : host;
}

/** A host that a person can open where a server listens on `host`. */
export function openableHost(host: string): string {
  return inAddress(EVERYWHERE.has(host) ? os.hostname() : host);
}

/** Everything that a server on `host` may rightly be called in a Host header. */
export function namesOf(host: string): string[] {
  const interfaces = Object.values(os.networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const own = EVERYWHERE.has(host)
    ? [os.hostname(), `${os.hostname()}.local`, ...interfaces.map(({ address }) => address)]
    : [host];
  // A tunnel from elsewhere ends at the loopback's name, whatever the server listens on.
  return [...new Set([...LOOPBACK, ...own])].map((name) => inAddress(name).toLowerCase());
}
