import {
  createHash,
  createPrivateKey,
  createPublicKey,
  randomBytes,
  randomInt,
  scrypt,
  timingSafeEqual,
  type ScryptOptions,
} from 'node:crypto';
import type { CallbackId } from '@ringback/contract';
import type { Credentials } from '../ports/credentials.js';

/** What one guess costs: memory of 128 bytes times `N` times `r`, and time in proportion to it. */
interface HashCost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** 32 MiB and some 60 ms for each guess. */
const COST: HashCost = { N: 32_768, r: 8, p: 1 };
const KEY_BYTES = 32;

/** Credentials by Node's own cryptography, with passwords hashed at a cost of one's own. */
export const credentialsAt = (cost: HashCost): Credentials => ({
  async hashPassword(password) {
    const salt = randomBytes(16);
    const key = await derive(password, salt, cost);
    return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$');
  },
  async verifyPassword(password, hash) {
    const [kind, n, r, p, salt = '', key = ''] = hash.split('$');
    if (kind !== 'scrypt') return false;
    const expected = Buffer.from(key, 'base64url');
    const actual = await derive(password, Buffer.from(salt, 'base64url'), { N: Number(n), r: Number(r), p: Number(p) });
    return expected.length === actual.length && timingSafeEqual(expected, actual);
  },
  newToken: () => randomBytes(32).toString('base64url'),
  digest: (text) => createHash('sha256').update(text).digest(),
  draw: randomInt,
  isPublicKey(pem, alg) {
    try {
      const { asymmetricKeyType, asymmetricKeyDetails } = createPublicKey(pem);
      // RFC 7518: shorter RSA keys are not to be used.
      if (alg === 'RS256') return asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= 2048;
      return asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve === 'prime256v1';
    } catch {
      return false;
    }
  },
  isPrivateKey(pem) {
    try {
      return createPrivateKey(pem).type === 'private';
    } catch {
      return false;
    }
  },
  newCallbackId(now) {
    const bytes = randomBytes(16);
    bytes.writeUIntBE(now, 0, 6);
    bytes.writeUInt8(0x70 | (bytes.readUInt8(6) & 0x0f), 6);
    bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
    return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') as CallbackId;
  },
});

/** At the cost that protects passwords. */
export const nodeCredentials: Credentials = credentialsAt(COST);

function derive(password: string, salt: Buffer, cost: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, { ...cost, maxmem: 64 * 1024 * 1024 }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
