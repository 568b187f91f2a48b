import { describe, expect, it } from 'vitest';
import { addressBehind, readProxies } from '../../src/http/client-address.js';

describe('[SE1] the address of a client', () => {
  it.each([
    ['no proxy is trusted: the header is anybody’s word', '203.0.113.9', '198.51.100.1', [], '203.0.113.9'],
    ['one trusted proxy', '10.0.0.2', '198.51.100.1', ['10.0.0.2'], '198.51.100.1'],
    ['a forged entry stands to the left', '10.0.0.2', '1.2.3.4, 198.51.100.1', ['10.0.0.2'], '198.51.100.1'],
    ['two trusted proxies in a row', '10.0.0.2', '198.51.100.1, 10.9.9.9', ['10.0.0.0/8'], '198.51.100.1'],
    ['all hops are trusted', '10.0.0.2', '10.0.0.4, 10.0.0.3', ['10.0.0.0/8'], '10.0.0.4'],
    ['an untrusted hop ends the chain', '10.0.0.2', '198.51.100.1, 203.0.113.5, 10.0.0.3', ['10.0.0.0/8'], '203.0.113.5'],
    ['the connection itself is not trusted', '203.0.113.9', '198.51.100.1', ['10.0.0.0/8'], '203.0.113.9'],
    ['an entry that is no address', '10.0.0.2', 'secret, unknown', ['10.0.0.2'], '10.0.0.2'],
    ['no header at all', '10.0.0.2', undefined, ['10.0.0.2'], '10.0.0.2'],
    ['ports', '10.0.0.2', '[2001:db8::7]:443, 10.0.0.3:80', ['10.0.0.0/8'], '2001:db8::7'],
    ['IPv4 as IPv6 on a socket of both', '::ffff:10.0.0.2', '198.51.100.1', ['10.0.0.2'], '198.51.100.1'],
    ['a network of IPv6', 'fd00::2', '2001:db8::7', ['fd00::/8'], '2001:db8::7'],
    ['a zone', 'fe80::2%eth0', '198.51.100.1', ['fe80::/10'], '198.51.100.1'],
  ])('%s', (_, connection, header, trusted, expected) => expect(addressBehind(connection, header, trusted)).toBe(expected));

  it.each(['proxy.internal', '10.0.0.0/33', 'fd00::/129', '10.0.0.0/8/8', '10.0.0.0/', '300.1.1.1'])(
    'refuses "%s" as a trusted proxy',
    (entry) => expect(() => readProxies([entry])).toThrow(`"${entry}"`),
  );
});
