import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { SealedElsewhere, type Vault } from '../ports/vault.js';

const FORMAT = 'rb1';
const IV_BYTES = 12;
const TAG_BYTES = 16;

interface Key {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/**
 * AES-256-GCM under keys derived from secrets by HKDF. Sealed text is `rb1.<key id>.<iv, text and tag>`: the key's id says which
 * secret opens it, so that older ones may stay readable while new ones are sealed under the first.
 * @param secrets the first seals; all of them open
 */
export function aesVault(secrets: readonly [string, ...string[]]): Vault {
  const [current, ...older] = secrets.map(keyOf) as [Key, ...Key[]];
  const keys = new Map([current, ...older].map(({ id, bytes }) => [id, bytes]));
  return {
    seal(secret, context) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', current.bytes, iv).setAAD(Buffer.from(context));
      const sealed = Buffer.concat([iv, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return [FORMAT, current.id, sealed.toString('base64url')].join('.');
    },
    open(text, context) {
      const [format, id = '', body = ''] = text.split('.');
      const key = keys.get(id);
      if (format !== FORMAT || !key) throw new SealedElsewhere();
      try {
        return decrypted(Buffer.from(body, 'base64url'), key, context);
      } catch {
        throw new SealedElsewhere();
      }
    },
  };
}

function decrypted(sealed: Buffer, key: Uint8Array, context: string): string {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(context)).setAuthTag(sealed.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8');
}

const derived = (secret: string, purpose: string, bytes: number): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', `ringback ${purpose}`, bytes));

const keyOf = (secret: string): Key => ({
  id: derived(secret, 'vault key id', 4).toString('hex'),
  bytes: derived(secret, 'vault key', 32),
});
