import { describe, expect, it } from 'vitest';
import { mapSecrets, masked } from '../../src/domain/secrets.js';

describe('masked', () => {
  it.each([
    ['captcha-secret-1234', '••••1234'],
    ['twelve-chars', '••••hars'],
    ['short-one12', '••••'],
    ['-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\nabcdEFGH\n-----END PRIVATE KEY-----\n', '••••EFGH'],
  ])('[SE4] %j is shown as %s', (secret, shown) => expect(masked(secret)).toBe(shown));
});

describe('mapSecrets', () => {
  it.each(['origins', 'limits', 'constructor', '__proto__'])('leaves %s alone', (part) => {
    const value = { secret: 'a', privateKey: 'b' };
    expect(mapSecrets(part, value, () => 'changed')).toBe(value);
  });
  it('changes each of a list, and nothing that is no text', () => {
    expect(mapSecrets('webhooks', [{ url: 'u', secret: 'a' }, { secret: 5 }, null], (text) => `${text}!`)).toEqual([
      { url: 'u', secret: 'a!' },
      { secret: 5 },
      null,
    ]);
  });
});
