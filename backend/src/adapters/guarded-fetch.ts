import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { deadline } from './deadline.js';
import { isPublicAddress } from './public-address.js';

/** The host is, or resolves to, an address that is not of the public Internet. */
export class PrivateAddress extends Error {
  override readonly name = 'PrivateAddress';
  constructor() {
    super('the address is private; set allowPrivateAddresses if it is meant to be');
  }
}

export interface GuardedRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly allowPrivateAddresses: boolean;
  /** Milliseconds for everything: name, connection, request and the head of the answer. */
  readonly timeoutMs: number;
  /** Ends it earlier. */
  readonly signal?: AbortSignal | undefined;
}

export interface GuardedAnswer {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
}

type Resolver = (host: string, done: (error: Error | null, addresses: LookupAddress[]) => void) => void;
const resolveAll: Resolver = (host, done) => systemLookup(host, { all: true, verbatim: true }, done);

/** Bytes of an answer's body that are taken in before the connection is cut. */
const BODY_LIMIT = 16 * 1024;

/**
 * Posts to an address that somebody else chose. Every address of the name is checked, and the connection is made to one
 * that was checked, so a name that changes its mind in between gains nothing. Redirects are not followed, the body of
 * the answer is not read. Rejects with {@link PrivateAddress}, or with what went wrong on the way.
 */
export function guardedPost(given: GuardedRequest, resolver: Resolver = resolveAll): Promise<GuardedAnswer> {
  const url = new URL(given.url);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!given.allowPrivateAddresses && isIP(host) !== 0 && !isPublicAddress(host)) return Promise.reject(new PrivateAddress());
  const options: RequestOptions = {
    method: 'POST',
    headers: { ...given.headers, 'content-length': Buffer.byteLength(given.body) },
    // A connection of its own: nothing that an earlier name or check has left open is used again.
    agent: false,
    lookup: given.allowPrivateAddresses ? lookupWith(resolver, () => true) : lookupWith(resolver, isPublicAddress),
    signal: deadline(given.timeoutMs, given.signal),
  };
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, options, (response) => {
      discard(response);
      resolve({ status: response.statusCode ?? 0, header: (name) => firstOf(response.headers[name]) });
    });
    // Also after the answer has come: a cut connection is no news then, but must not go unheard.
    request.on('error', reject);
    request.end(given.body);
  });
}

function lookupWith(resolver: Resolver, allowed: (address: string) => boolean): LookupFunction {
  return (host, { all }, done) => {
    resolver(host, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error || !first) return done(error ?? new Error('the name has no address'), '');
      // One private address among public ones is no accident.
      if (!addresses.every(({ address }) => allowed(address))) return done(new PrivateAddress(), '');
      if (all) return done(null, addresses);
      return done(null, first.address, first.family);
    });
  };
}

/** Lets a polite receiver finish its answer, and cuts off one that would send for ever. */
function discard(response: IncomingMessage): void {
  let size = 0;
  response.on('error', () => undefined);
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > BODY_LIMIT) response.destroy();
  });
}

const firstOf = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);
