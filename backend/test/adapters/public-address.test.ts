import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPublicAddress } from '../../src/adapters/public-address.js';

describe('[TE2] which addresses are public', () => {
  it.each([
    ['8.8.8.8', 'a public one'],
    ['1.1.1.1', 'a public one'],
    ['172.15.255.255', 'just below the private 172.16/12'],
    ['172.32.0.0', 'just above it'],
    ['100.63.255.255', 'just below carrier-grade NAT'],
    ['100.128.0.0', 'just above it'],
    ['169.253.255.255', 'just below link-local'],
    ['2606:4700:4700::1111', 'a public one'],
    ['2a00:1450:4001:82a::200e', 'a public one'],
  ])('[TE2] %s is: %s', (address) => expect(isPublicAddress(address)).toBe(true));

  it.each([
    ['0.0.0.0', 'unspecified'],
    ['0.1.2.3', 'this network'],
    ['10.0.0.1', 'private'],
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['169.254.169.254', 'cloud metadata'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.0.1', 'private'],
    ['192.0.0.192', 'cloud metadata of another vendor'],
    ['192.0.2.1', 'documentation'],
    ['198.18.0.1', 'benchmarks'],
    ['198.51.100.7', 'documentation'],
    ['203.0.113.9', 'documentation'],
    ['100.64.0.1', 'carrier-grade NAT'],
    ['100.127.255.255', 'carrier-grade NAT'],
    ['224.0.0.1', 'multicast'],
    ['240.0.0.1', 'reserved'],
    ['255.255.255.255', 'broadcast'],
    ['::', 'unspecified'],
    ['::1', 'loopback'],
    ['::ffff:127.0.0.1', 'mapped loopback'],
    ['::ffff:7f00:1', 'the same, spelt otherwise'],
    ['::ffff:8.8.8.8', 'mapped, even of a public one: nobody needs it'],
    ['::127.0.0.1', 'compatible loopback'],
    ['64:ff9b::7f00:1', 'translated loopback'],
    ['64:ff9b:1::a00:1', 'translated, of a local prefix'],
    ['2002:7f00:1::', 'tunnelled loopback'],
    ['2001:0:7f00:1::', 'Teredo'],
    ['2001:db8::1', 'documentation'],
    ['3fff::1', 'documentation'],
    ['fc00::1', 'unique local'],
    ['fd00:ec2::254', 'cloud metadata'],
    ['fe80::1', 'link-local'],
    ['fe80::1%eth0', 'link-local with a zone'],
    ['fec0::1', 'site-local'],
    ['ff02::1', 'multicast'],
    ['100::1', 'discarded'],
    ['5f00::1', 'segment routing'],
    ['4000::1', 'not given to anybody'],
    ['localhost', 'no address'],
    ['0x7f.1', 'no address as resolvers write it'],
    ['', 'nothing'],
  ])('[TE2] %s is not: %s', (address) => expect(isPublicAddress(address)).toBe(false));

  const octet = fc.integer({ min: 0, max: 255 });
  const inside = (...fixed: number[]) =>
    fc.tuple(...Array.from({ length: 4 - fixed.length }, () => octet)).map((rest) => [...fixed, ...rest].join('.'));

  it('[TE2] no address inside a private block is, whichever way it is wrapped into IPv6', () => {
    const blocks = fc.oneof(
      inside(10),
      inside(127),
      inside(0),
      inside(192, 168),
      inside(169, 254),
      fc.integer({ min: 16, max: 31 }).chain((b) => inside(172, b)),
      fc.integer({ min: 64, max: 127 }).chain((b) => inside(100, b)),
    );
    fc.assert(
      fc.property(blocks, fc.constantFrom('', '::ffff:', '::', '64:ff9b::', '::ffff:0:'), (address, wrapping) => {
        expect(isPublicAddress(`${wrapping}${address}`)).toBe(false);
      }),
    );
  });

  it('[TE2] nothing outside 2000::/3 is', () => {
    const group = fc.integer({ min: 0, max: 0xffff });
    const outside = group.filter((first) => first < 0x2000 || first > 0x3fff);
    fc.assert(
      fc.property(outside, fc.array(group, { minLength: 7, maxLength: 7 }), (first, rest) => {
        expect(isPublicAddress([first, ...rest].map((part) => part.toString(16)).join(':'))).toBe(false);
      }),
    );
  });
});
