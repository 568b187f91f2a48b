import type { IdentitySettings } from '@ringback/contract';
import type { IdentityFault } from '../domain/identity.js';

/** What a token says, once its signature, times and addressees hold. */
export type IdentityRead =
  | {
      readonly ok: true;
      readonly kid: string;
      readonly claims: Readonly<Record<string, unknown>>;
      /** Epoch ms. */ readonly expiresAt: number;
    }
  | { readonly ok: false; readonly fault: IdentityFault };

/** WI12: reads what a site has signed. */
export interface IdentityReader {
  /** Never rejects: whatever is wrong with a token is a fault. */
  read(settings: IdentitySettings, token: string, now: number): Promise<IdentityRead>;
}
