import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Of IPv6 only this block is routed on the public Internet; ranges that tunnel or translate IPv4 lie in and outside of it. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');
/** Documentation (RFC 9637), which the library does not know yet. */
const DOCUMENTATION = ipaddr.IPv6.parseCIDR('3fff::/20');

/**
 * Whether an IP address belongs to the public Internet. Everything else is refused: loopback, private, link-local (cloud
 * metadata), carrier-grade NAT, unspecified, multicast, documentation, and IPv6 forms that carry an IPv4 address.
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0) return false;
  const parsed = ipaddr.parse(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.range() === 'unicast';
  if (parsed.zoneId !== undefined && parsed.zoneId !== '') return false;
  return parsed.range() === 'unicast' && parsed.match(GLOBAL_UNICAST) && !parsed.match(DOCUMENTATION);
}
