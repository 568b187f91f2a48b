import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aesVault } from '../../src/adapters/aes-vault.js';

describe('the vault', () => {
  const vault = aesVault(['the present secret', 'an older secret']);
  it('[SE4] opens what it sealed, whatever it is, and never seals twice alike', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (secret) => {
        const sealed = vault.seal(secret, 'here');
        expect(sealed).not.toBe(vault.seal(secret, 'here'));
        expect(vault.open(sealed, 'here')).toBe(Buffer.from(secret, 'utf8').toString('utf8'));
      }),
    );
  });
  it('[SE4] opens what an older secret sealed, but not under another name, changed, or of a foreign key', () => {
    const old = aesVault(['an older secret']).seal('text', 'here');
    expect(vault.open(old, 'here')).toBe('text');
    expect(() => vault.open(old, 'there')).toThrow(/RINGBACK_SECRET/);
    expect(() => vault.open(`${old.slice(0, -4)}AAAA`, 'here')).toThrow(/RINGBACK_SECRET/);
    expect(() => vault.open(aesVault(['a foreign one']).seal('text', 'here'), 'here')).toThrow(/RINGBACK_SECRET/);
    for (const text of ['', 'text', 'rb1', 'rb1..', 'rb2.00000000.AAAA']) expect(() => vault.open(text, 'here')).toThrow(/RINGBACK_SECRET/);
  });
});
