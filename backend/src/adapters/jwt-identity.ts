import { IDENTITY_ALGORITHMS, type IdentityAlgorithm, type IdentityKey, type IdentitySettings } from '@ringback/contract';
import { decodeProtectedHeader, errors, importSPKI, jwtVerify, type CryptoKey, type JWTPayload } from 'jose';
import type { IdentityFault } from '../domain/identity.js';
import type { IdentityRead, IdentityReader } from '../ports/identity-reader.js';

/** Keys are few; those of long ago need not be kept. */
const KEPT_KEYS = 50;

/** WI12: JWTs by jose. A key is only ever used with its own algorithm, so that no token can choose how it is checked. */
export function jwtIdentity(): IdentityReader {
  const imported = new Map<string, Promise<CryptoKey>>();
  const keyOf = async (key: IdentityKey): Promise<CryptoKey | Uint8Array> => {
    if (key.alg === 'HS256') return new TextEncoder().encode(key.secret);
    const name = `${key.alg} ${key.publicKey}`;
    if (imported.size >= KEPT_KEYS) imported.clear();
    const known = imported.get(name) ?? importSPKI(key.publicKey, key.alg);
    imported.set(name, known);
    return known;
  };
  return {
    async read(settings, token, now) {
      const candidates = candidatesFor(settings, token);
      if (!Array.isArray(candidates)) return { ok: false, fault: candidates };
      let fault: IdentityFault = 'signature';
      for (const key of candidates) {
        const read = await verify({ settings, token, now }, key, keyOf);
        if (read.ok) return read;
        fault = read.fault;
        // It is this key's: no other one will say anything else.
        if (fault !== 'signature' && fault !== 'key') break;
      }
      return { ok: false, fault };
    },
  };
}

/** Keys that may have signed it, by what its header says of itself: that of its `kid`, or without one all of its algorithm. */
function candidatesFor({ keys }: IdentitySettings, token: string): IdentityKey[] | IdentityFault {
  let header: { alg?: unknown; kid?: unknown };
  try {
    header = decodeProtectedHeader(token);
  } catch {
    return 'malformed';
  }
  if (!IDENTITY_ALGORITHMS.includes(header.alg as IdentityAlgorithm)) return 'algorithm';
  const named = header.kid === undefined ? keys : keys.filter(({ kid }) => kid === header.kid);
  if (named.length === 0) return 'unknown-key';
  const fitting = named.filter(({ alg }) => alg === header.alg);
  return fitting.length === 0 ? 'algorithm' : fitting;
}

interface Asked {
  readonly settings: IdentitySettings;
  readonly token: string;
  readonly now: number;
}

async function verify(
  { settings, token, now }: Asked,
  key: IdentityKey,
  keyOf: (key: IdentityKey) => Promise<CryptoKey | Uint8Array>,
): Promise<IdentityRead> {
  const { audience, issuer, clockSkewSeconds, maxLifetimeSeconds } = settings;
  let payload: JWTPayload;
  try {
    const options = {
      algorithms: [key.alg],
      clockTolerance: clockSkewSeconds,
      currentDate: new Date(now),
      requiredClaims: ['exp'],
      ...(audience !== undefined && { audience }),
      ...(issuer !== undefined && { issuer }),
    };
    ({ payload } = await jwtVerify(token, await keyOf(key), options));
  } catch (error) {
    return { ok: false, fault: faultOf(error) };
  }
  const expiresAt = (payload.exp ?? 0) * 1000;
  if (expiresAt - now > (maxLifetimeSeconds + clockSkewSeconds) * 1000) return { ok: false, fault: 'lives-too-long' };
  return { ok: true, kid: key.kid, claims: payload, expiresAt };
}

const CLAIM_FAULTS: Readonly<Record<string, IdentityFault>> = { exp: 'no-expiry', nbf: 'not-yet', aud: 'audience', iss: 'issuer' };

function faultOf(error: unknown): IdentityFault {
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWTClaimValidationFailed) return CLAIM_FAULTS[error.claim] ?? 'claims';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature';
  // Whatever else jose names is the token's fault; what it doesn't is a key that can't be used.
  return error instanceof errors.JOSEError ? 'malformed' : 'key';
}
