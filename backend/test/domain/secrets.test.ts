import { describe, expect, it } from 'vitest';
import { mapSecrets, masked, withKeptSecrets } from '../../src/domain/secrets.js';

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

describe('[SE4] a secret that an edit leaves out', () => {
  const kept = { name: 'shop', secretKey: 'captcha-secret-1234', verifyUrl: 'https://verify.example/' };
  it.each([
    ['stays', { name: 'shop', verifyUrl: kept.verifyUrl, threshold: 0.7 }, kept.secretKey],
    ['stays when it is given as shown', { name: 'shop', verifyUrl: kept.verifyUrl, secretKey: '••••1234' }, kept.secretKey],
    ['is not sent to another address', { name: 'shop', verifyUrl: 'https://evil.example/' }, undefined],
    ['nor when it is given as shown', { name: 'shop', verifyUrl: 'https://evil.example/', secretKey: '••••1234' }, undefined],
    ['nor to the usual one, unasked', { name: 'shop' }, undefined],
    [
      'goes where its new value is given for',
      { name: 'shop', verifyUrl: 'https://evil.example/', secretKey: 'another-one' },
      'another-one',
    ],
  ])('[SE4] of a key set: %s', (_, edited, secretKey) =>
    expect(withKeptSecrets('captcha', [edited], [kept])).toEqual([{ ...edited, secretKey }]),
  );

  it.each(['tokenUrl', 'sendUrl'])('[SE4] nor is what the key of push signs sent to another %s', (name) => {
    const push = { projectId: 'p', privateKey: 'key-of-the-account', [name]: 'https://google.example/' };
    expect(withKeptSecrets('push', { projectId: 'p', [name]: 'https://evil.example/' }, push)).not.toHaveProperty('privateKey');
    expect(withKeptSecrets('push', { projectId: 'p', [name]: 'https://google.example/' }, push)).toHaveProperty(
      'privateKey',
      'key-of-the-account',
    );
  });
});
