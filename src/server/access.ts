import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const TOKEN_BYTES = 32;

/** A token of 256 random bits, fit for an address. */
export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** What a request shows of who sent it; header values as they came. */
export interface Visitor {
  readonly method: string;
  readonly hostHeader: string | undefined;
  readonly originHeader: string | undefined;
  readonly cookieHeader: string | undefined;
}

/** Why a request is not answered. */
export type Refusal = 'foreignHost' | 'foreignOrigin' | 'noCookie';

/**
 * Who may speak to the server. A page of another site that has its name point here (DNS rebinding) is told by its Host
 * header, one that sends requests across by its Origin, and a person without the printed address by the missing cookie.
 */
export class Access {
  readonly #token: string;
  readonly #hostNames: ReadonlySet<string>;
  readonly #cookie: { readonly name: string; readonly value: string };

  /**
   * @param hostNames what the server is called: lower case, IPv6 addresses in brackets, no ports, since a tunnel has
   * another port at its near end.
   * @param port of the server: browsers keep one set of cookies for all ports of a host.
   */
  constructor(token: string, hostNames: Iterable<string>, port: number) {
    this.#token = token;
    this.#hostNames = new Set(hostNames);
    // The cookie says that its bearer knew the token, and does not give it away.
    const value = createHash('sha256').update(`fathom cookie ${token}`).digest('base64url');
    this.#cookie = { name: `fathom-${String(port)}`, value };
  }

  isToken(candidate: string): boolean {
    return areEqual(candidate, this.#token);
  }

  /** For the bearer of the token; out of reach of scripts and of other sites. It goes with the browser's session. */
  setCookie(): string {
    return `${this.#cookie.name}=${this.#cookie.value}; Path=/; HttpOnly; SameSite=Strict`;
  }

  /** Undefined where nothing speaks against the visitor but, perhaps, the missing cookie: then the token may follow. */
  refuseOrigin({ method, hostHeader, originHeader }: Visitor): Refusal | undefined {
    if (hostHeader === undefined || !this.#hostNames.has(hostName(hostHeader))) return 'foreignHost';
    const isOurs = originHeader === `http://${hostHeader}`;
    const mayComeFromAnywhere = originHeader === undefined && (method === 'GET' || method === 'HEAD');
    return isOurs || mayComeFromAnywhere ? undefined : 'foreignOrigin';
  }

  /** Undefined for a visitor who is welcome. */
  refuse(visitor: Visitor): Refusal | undefined {
    return this.refuseOrigin(visitor) ?? (this.#hasCookie(visitor.cookieHeader) ? undefined : 'noCookie');
  }

  #hasCookie(header = ''): boolean {
    return header.split(';').some((pair) => {
      const [name, value = ''] = pair.trim().split('=');
      return name === this.#cookie.name && areEqual(value, this.#cookie.value);
    });
  }
}

/** In a time that tells nothing of where, or whether, two texts differ in length or content. */
function areEqual(candidate: string, secret: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(candidate), digest(secret));
}

/** A Host header without its port. */
function hostName(header: string): string {
  return header.toLowerCase().replace(/:\d+$/, '');
}
