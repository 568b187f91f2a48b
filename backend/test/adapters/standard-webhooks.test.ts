import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { standardWebhooks } from '../../src/adapters/standard-webhooks.js';

const NOW = Date.parse('2026-11-23T13:00:00.000Z');
const TEXT = 'any text is a secret';
const WHSEC = `whsec_${randomBytes(24).toString('base64')}`;
const body = '{"type":"callback.queued","who":"Zoë"}';
const signed = (secret: string, at = NOW) => ({ ...standardWebhooks.sign(secret, { id: 'msg_1', at, body }) });

afterEach(() => void vi.useRealTimers());

describe('[TE2] signatures', () => {
  it.each([
    ['whsec_', WHSEC, new Webhook(WHSEC)],
    ['plain text', TEXT, new Webhook(TEXT, { format: 'raw' })],
  ])("[TE2] the standard's own library accepts ours, and we accept its (%s)", (_, secret, library) => {
    vi.useFakeTimers({ toFake: ['Date'], now: NOW });
    expect(library.verify(body, signed(secret))).toEqual(JSON.parse(body));
    const theirs = {
      'webhook-id': 'msg_2',
      'webhook-timestamp': String(NOW / 1000),
      'webhook-signature': library.sign('msg_2', new Date(NOW), body),
    };
    expect(standardWebhooks.verify(secret, { headers: theirs, body, now: NOW })).toBe(true);
  });

  it('[TE1] one fitting signature among several is enough, while a secret is being replaced', () => {
    const headers = signed(WHSEC);
    const several = {
      ...headers,
      'webhook-signature': `v1a,xxx v1,${Buffer.alloc(32).toString('base64')} ${headers['webhook-signature']}`,
    };
    expect(standardWebhooks.verify(WHSEC, { headers: several, body, now: NOW })).toBe(true);
  });

  it.each([
    ['another secret', { secret: `${TEXT}.` }],
    ['another body', { body: `${body} ` }],
    ['another id', { headers: { ...signed(TEXT), 'webhook-id': 'msg_2' } }],
    ['no id', { headers: { ...signed(TEXT), 'webhook-id': '' } }],
    ['another time', { headers: { ...signed(TEXT), 'webhook-timestamp': String(NOW / 1000 + 1) } }],
    ['no time', { headers: { ...signed(TEXT), 'webhook-timestamp': '' } }],
    ['a time in other digits', { headers: { ...signed(TEXT), 'webhook-timestamp': '1e9' } }],
    ['no signature', { headers: { ...signed(TEXT), 'webhook-signature': '' } }],
    [
      'a signature of another version',
      { headers: { ...signed(TEXT), 'webhook-signature': signed(TEXT)['webhook-signature'].replace('v1,', 'v2,') } },
    ],
    ['half a signature', { headers: { ...signed(TEXT), 'webhook-signature': signed(TEXT)['webhook-signature'].slice(0, 20) } }],
    ['a signature 301 seconds old', { headers: signed(TEXT, NOW - 301_000) }],
    ['a signature 301 seconds ahead', { headers: signed(TEXT, NOW + 301_000) }],
  ])('[TE1] refuses %s', (_, changed) => {
    const given = { secret: TEXT, headers: signed(TEXT), body, ...changed };
    expect(standardWebhooks.verify(given.secret, { ...given, now: NOW })).toBe(false);
  });

  it('[TE1] takes five minutes of difference between two clocks', () => {
    for (const ms of [-300_000, 300_000])
      expect(standardWebhooks.verify(TEXT, { headers: signed(TEXT, NOW + ms), body, now: NOW })).toBe(true);
  });

  it('[TE2] whatever the body and the secret, what is signed verifies, and nothing else does', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8 }), fc.string({ unit: 'grapheme' }), fc.string(), (secret, text, other) => {
        const headers = standardWebhooks.sign(secret, { id: 'm', at: NOW, body: text });
        expect(standardWebhooks.verify(secret, { headers, body: text, now: NOW })).toBe(true);
        expect(standardWebhooks.verify(secret, { headers, body: other, now: NOW })).toBe(other === text);
      }),
    );
  });
});
