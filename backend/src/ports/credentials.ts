import type { CallbackId } from '@ringback/contract';
import type { Draw } from '../domain/access-code.js';

/** Secrets and names that can't be guessed. */
export interface Credentials {
  /** Memory-hard; the text carries its own parameters and salt. */
  hashPassword(password: string): Promise<string>;
  verifyPassword(password: string, hash: string): Promise<boolean>;
  /** 256 random bits as text. */
  newToken(): string;
  /** SHA-256, for looking a secret up without keeping it. */
  digest(text: string): Uint8Array;
  /** Of numbers that nobody may guess. */
  readonly draw: Draw;
  /** WI12: whether the text is a public key (PEM, SPKI) that such signatures can be checked with. */
  isPublicKey(pem: string, alg: 'RS256' | 'ES256'): boolean;
  /** Whether the text is a private key (PEM) that can sign. */
  isPrivateKey(pem: string): boolean;
  /** UUID version 7: begins with the time, so that new records are neighbours in the index. */
  newCallbackId(now: number): CallbackId;
}
