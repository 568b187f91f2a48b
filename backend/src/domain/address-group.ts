/**
 * SE1: what counts as one client. An IPv4 address is one; of IPv6 it is the /64, which one household or phone has whole; an IPv4
 * address written as IPv6 is the IPv4 address. Anything else is itself.
 */
export function addressGroup(address: string): string {
  const bare = address.trim().toLowerCase().replace(/%.*$/, '');
  const groups = bare.includes(':') ? ipv6Groups(bare) : undefined;
  if (!groups) return bare;
  if (isMapped(groups)) return dotted(groups);
  const network = groups.slice(0, 4).map((group) => group.toString(16));
  return `${network.join(':')}::/64`;
}

/** The eight groups of an IPv6 address; undefined when it is none. */
function ipv6Groups(text: string): number[] | undefined {
  const [head = '', tail, more] = withoutDots(text).split('::');
  const left = groupsOf(head);
  const right = groupsOf(tail ?? '');
  if (more !== undefined || !left || !right) return undefined;
  const missing = 8 - left.length - right.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  return [...left, ...Array.from({ length: missing }, () => 0), ...right];
}

/** `::ffff:192.0.2.1` as `::ffff:c000:201`. */
const withoutDots = (text: string): string =>
  text.replace(/(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/, (_, ...parts: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = parts.slice(0, 4).map(Number);
    return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  });

function groupsOf(text: string): number[] | undefined {
  if (text === '') return [];
  const groups = text.split(':').map((group) => (/^[0-9a-f]{1,4}$/.test(group) ? Number.parseInt(group, 16) : -1));
  return groups.includes(-1) ? undefined : groups;
}

const isMapped = (groups: readonly number[]): boolean => groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;

const dotted = (groups: readonly number[]): string =>
  groups
    .slice(6)
    .flatMap((group) => [group >> 8, group & 0xff])
    .join('.');
