import type { Role } from '@ringback/contract';
import type { AuditAction } from './audit-log.js';

/** Somebody who may log in, as the console manages them. */
export interface ManagedUser {
  readonly username: string;
  readonly roles: readonly Role[];
  readonly skills: Readonly<Record<string, number>>;
  /** Undefined: all queues. */
  readonly queues: readonly string[] | undefined;
  readonly source: 'file' | 'console';
  readonly passwordSource: 'file' | 'console';
  /** Grows with every edit; 0 for what the configuration file says. */
  readonly version: number;
  /** Epoch ms. */
  readonly changedAt: number | undefined;
  readonly changedBy: string | undefined;
}

export type UserSettings = Pick<ManagedUser, 'roles' | 'skills' | 'queues'>;

/** What becomes of one user. Everything but a password keeps what it doesn't name. */
export interface UserEdit {
  readonly username: string;
  readonly change:
    | { readonly kind: 'put'; readonly settings: UserSettings; readonly passwordHash: string | undefined }
    | { readonly kind: 'password'; readonly passwordHash: string }
    | { readonly kind: 'delete' };
  readonly audit: { readonly action: AuditAction; readonly before: unknown; readonly after: unknown };
  /** SHA-256 of the token of the one session that goes on; all others of the user end. */
  readonly keepSession?: Uint8Array | undefined;
}

/** Users as the console edits them. All throw `DatabaseUnavailable`. */
export interface UserStore {
  list(): Promise<readonly ManagedUser[]>;
  /**
   * One edit at a time in all replicas: `decide` sees everybody as they are and may throw to leave it so. What it decides is written
   * together with its entry in the audit log, and the user's sessions end. Resolves with the user as they are then; deleted: undefined.
   */
  edit(
    by: { readonly at: number; readonly actor: string },
    decide: (users: readonly ManagedUser[]) => UserEdit,
  ): Promise<ManagedUser | undefined>;
}
