/** What was done to an object of the console. */
export type AuditAction = 'created' | 'changed' | 'deleted' | 'password-set';

/** One change at the console, with no secret in it. */
export interface AuditDraft {
  /** Epoch ms. */
  readonly at: number;
  readonly actor: string;
  readonly action: AuditAction;
  readonly kind: string;
  readonly name: string;
  readonly before: unknown;
  readonly after: unknown;
}

export interface AuditRecord extends AuditDraft {
  readonly id: number;
}

export interface AuditFilter {
  readonly kind: string | undefined;
  readonly name: string | undefined;
  readonly actor: string | undefined;
  /** Epoch ms, inclusive. */
  readonly from: number | undefined;
  /** Epoch ms, exclusive. */
  readonly to: number | undefined;
  /** Only older ones than this. */
  readonly beforeId: number | undefined;
  readonly limit: number;
}

/** SE3: who changed what; only ever added to, in the transaction of the change itself. Throws `DatabaseUnavailable`. */
export interface AuditLog {
  /** Newest first; 1 statement. */
  list(filter: AuditFilter): Promise<readonly AuditRecord[]>;
}
