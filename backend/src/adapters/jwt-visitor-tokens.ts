import { createHmac } from 'node:crypto';
import { callbackId } from '@ringback/contract';
import { errors, jwtVerify } from 'jose';
import * as v from 'valibot';
import type { VisitorTokens } from '../ports/visitor-tokens.js';

const AUDIENCE = 'ringback:visitor';
const base64url = (text: string): string => Buffer.from(text).toString('base64url');
const HEADER = base64url(JSON.stringify({ alg: 'HS256' }));
const seconds = (epochMs: number): number => Math.floor(epochMs / 1000);

/**
 * Visitor tokens as JWTs, HS256 with one secret for all replicas. Signed by hand: every booking has one, and the library
 * signs by a job on another thread, which costs more than all else that a booking computes.
 */
export function jwtVisitorTokens(secret: string): VisitorTokens {
  const key = new TextEncoder().encode(secret);
  return {
    async sign(id, { issuedAt, expiresAt }) {
      const claims = { sub: id, aud: AUDIENCE, iat: seconds(issuedAt), exp: seconds(expiresAt) };
      const signed = `${HEADER}.${base64url(JSON.stringify(claims))}`;
      return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
    },
    async read(token, now) {
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms: ['HS256'],
          audience: AUDIENCE,
          currentDate: new Date(now),
          requiredClaims: ['sub', 'exp'],
        });
        const id = v.safeParse(callbackId, payload.sub);
        return id.success ? id.output : undefined;
      } catch (error) {
        if (error instanceof errors.JOSEError) return undefined;
        throw error;
      }
    },
  };
}
