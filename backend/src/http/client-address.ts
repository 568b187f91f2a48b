import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import type { AppContext } from './app-env.js';

/** Where nothing is known of the connection; its requests share one limit. */
const UNKNOWN = 'unknown';

/**
 * SE1: the address a request came from. Without trusted proxies it is the connection's; behind them the right-most
 * entry of X-Forwarded-For that no trusted proxy has: what stands further left anybody could have written.
 */
export function clientAddress(c: AppContext, trustedProxies: readonly string[]): string {
  const incoming = (c.env as { incoming?: IncomingMessage } | undefined)?.incoming;
  return incoming ? senderOf(incoming, trustedProxies) : UNKNOWN;
}

/** The same of a request as Node knows it. */
export function senderOf({ socket, headers }: IncomingMessage, trustedProxies: readonly string[]): string {
  // Node joins several headers of this name to one.
  const forwardedFor = headers['x-forwarded-for'] as string | undefined;
  return socket.remoteAddress === undefined ? UNKNOWN : addressBehind(socket.remoteAddress, forwardedFor, trustedProxies);
}

/** The rule of {@link clientAddress}, on what the connection and the header say. */
export function addressBehind(connection: string, forwardedFor: string | undefined, trustedProxies: readonly string[]): string {
  const trusted = proxiesOf(trustedProxies);
  const hops = (forwardedFor ?? '')
    .split(',')
    .map((hop) => withoutPort(hop.trim()))
    .filter((hop) => hop !== '');
  let client = plainIp(connection);
  while (hops.length > 0 && isTrusted(trusted, client)) {
    const next = plainIp(hops.pop() ?? '');
    // What isn't an address was not written by a proxy that can be trusted.
    if (isIP(next) === 0) break;
    client = next;
  }
  return client;
}

/**
 * Reads `limits.trustedProxies`: addresses and networks (`10.0.0.0/8`).
 * @throws Error that names the one that is neither
 */
export function readProxies(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', bits, more] = entry.split('/');
    const family = isIP(address);
    const most = family === 6 ? 128 : 32;
    if (family === 0 || more !== undefined || (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= most))) {
      throw new Error(`limits.trustedProxies: "${entry}" is neither an IP address nor a network like 10.0.0.0/8`);
    }
    list.addSubnet(address, bits === undefined ? most : Number(bits), family === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}

/** Proxies as they are configured, and the addresses that were looked up among them lately. */
interface Proxies {
  readonly list: BlockList;
  readonly known: Map<string, boolean>;
}
const read = new WeakMap<readonly string[], Proxies>();
/** A lookup makes an object each time, and every request asks for its proxy's. */
const MOST_KNOWN = 1_000;

function proxiesOf(entries: readonly string[]): Proxies {
  const proxies = read.get(entries) ?? { list: readProxies(entries), known: new Map<string, boolean>() };
  read.set(entries, proxies);
  return proxies;
}

function isTrusted({ list, known }: Proxies, address: string): boolean {
  const before = known.get(address);
  if (before !== undefined) return before;
  const family = isIP(address);
  const trusted = family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4');
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(address, trusted);
  return trusted;
}

/** Without zone, and an IPv4 address as such. */
const plainIp = (address: string): string => address.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '');

/** `192.0.2.1:4711` and `[2001:db8::1]:4711` carry a port. */
const withoutPort = (hop: string): string => /^\[([^\]]*)\](?::\d+)?$/.exec(hop)?.[1] ?? /^(\d+(?:\.\d+){3}):\d+$/.exec(hop)?.[1] ?? hop;
