import { callbackId } from '@ringback/contract';
import { errors, jwtVerify, SignJWT } from 'jose';
import * as v from 'valibot';
import type { VisitorTokens } from '../ports/visitor-tokens.js';

const AUDIENCE = 'ringback:visitor';
const seconds = (epochMs: number): number => Math.floor(epochMs / 1000);

/** Visitor tokens as JWTs, HS256 with one secret for all replicas. */
export function jwtVisitorTokens(secret: string): VisitorTokens {
  const key = new TextEncoder().encode(secret);
  return {
    sign: (id, { issuedAt, expiresAt }) =>
      new SignJWT()
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(id)
        .setAudience(AUDIENCE)
        .setIssuedAt(seconds(issuedAt))
        .setExpirationTime(seconds(expiresAt))
        .sign(key),
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
