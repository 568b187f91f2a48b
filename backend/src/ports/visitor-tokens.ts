import type { CallbackId } from '@ringback/contract';

/** Signed tokens that name one callback, or one call-in that belongs to none (SE2). */
export interface VisitorTokens {
  /** The same arguments give the same token. Epoch ms. */
  sign(id: CallbackId, life: { issuedAt: number; expiresAt: number }): Promise<string>;
  /** Undefined when forged, malformed or expired. */
  read(token: string, now: number): Promise<CallbackId | undefined>;
}
