import type { CallbackId } from '@ringback/contract';

/** Secrets and names that can't be guessed. */
export interface Credentials {
  /** Memory-hard; the text carries its own parameters and salt. */
  hashPassword(password: string): Promise<string>;
  verifyPassword(password: string, hash: string): Promise<boolean>;
  /** 256 random bits as text. */
  newToken(): string;
  /** SHA-256, for looking a secret up without keeping it. */
  digest(text: string): Uint8Array;
  /** Whether the text is a private key (PEM) that can sign. */
  isPrivateKey(pem: string): boolean;
  /** UUID version 7: begins with the time, so that new records are neighbours in the index. */
  newCallbackId(now: number): CallbackId;
}
