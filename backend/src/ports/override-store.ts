import type { AuditAction, AuditDraft } from './audit-log.js';
import type { PoolNumber } from '@ringback/contract';
import type { Override } from '../domain/config-overrides.js';

/** One edit of one object. */
export interface OverrideEdit extends Pick<Override, 'kind' | 'name' | 'value' | 'deleted'> {
  /** CI1: the numbers of a call-in group, which lie beside the configuration. */
  readonly pool?: readonly PoolNumber[];
  readonly audit: Pick<AuditDraft, 'before' | 'after'> & { readonly action: AuditAction };
}

/** What the console changed of the configuration. Secrets are sealed below this border. All throw `DatabaseUnavailable`. */
export interface OverrideStore {
  /** Of the last edit; 0 when there was none. 1 statement. */
  version(): Promise<number>;
  /** 1 statement. @throws Error that says what to do when a secret was sealed under another RINGBACK_SECRET */
  read(): Promise<readonly Override[]>;
  /**
   * One edit at a time in all replicas: `decide` sees everything as it is and may throw to leave it so. What it decides is
   * written together with its entry in the audit log.
   */
  edit(by: { readonly at: number; readonly actor: string }, decide: (overrides: readonly Override[]) => OverrideEdit): Promise<Override>;
}
