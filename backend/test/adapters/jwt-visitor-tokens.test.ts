import { jwtVerify, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import type { CallbackId } from '@ringback/contract';
import { jwtVisitorTokens } from '../../src/adapters/jwt-visitor-tokens.js';

const SECRET = 'a secret of the test';
const key = new TextEncoder().encode(SECRET);
const ID = '0191f0aa-7c1e-7d33-8a54-3f1f2b0c9d10' as CallbackId;
const LIFE = { issuedAt: Date.UTC(2026, 10, 23), expiresAt: Date.UTC(2026, 11, 23) };
const tokens = jwtVisitorTokens(SECRET);

describe('[SE2] visitor tokens', () => {
  it('are JWTs that any library reads', async () => {
    const { payload, protectedHeader } = await jwtVerify(await tokens.sign(ID, LIFE), key, { currentDate: new Date(LIFE.issuedAt) });
    expect(protectedHeader).toEqual({ alg: 'HS256' });
    expect(payload).toEqual({ sub: ID, aud: 'ringback:visitor', iat: LIFE.issuedAt / 1000, exp: LIFE.expiresAt / 1000 });
  });

  it('name their callback until they expire, and are the same for the same life', async () => {
    const token = await tokens.sign(ID, LIFE);
    expect(await tokens.sign(ID, LIFE)).toBe(token);
    expect(await tokens.read(token, LIFE.expiresAt - 1000)).toBe(ID);
    expect(await tokens.read(token, LIFE.expiresAt)).toBeUndefined();
  });

  it.each([
    ['of another secret', () => jwtVisitorTokens('another secret').sign(ID, LIFE)],
    ['with another callback written into it', async () => forged(await tokens.sign(ID, LIFE))],
    ['without a signature', async () => (await tokens.sign(ID, LIFE)).replace(/[^.]+$/, '')],
    [
      'for somebody else',
      () => new SignJWT().setProtectedHeader({ alg: 'HS256' }).setSubject(ID).setAudience('others').setExpirationTime('1d').sign(key),
    ],
    ['that is no token', async () => 'no token'],
  ])('refuse one %s', async (_, made) => {
    expect(await tokens.read(await made(), LIFE.issuedAt)).toBeUndefined();
  });
});

/** The same header and signature around other claims. */
function forged(token: string): string {
  const [header, claims = '', signature] = token.split('.');
  const changed = Buffer.from(Buffer.from(claims, 'base64url').toString().replace(ID, ID.replace('0191', '0192'))).toString('base64url');
  return [header, changed, signature].join('.');
}
