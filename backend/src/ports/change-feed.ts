import type { CallbackId } from '@ringback/contract';

/** What is no longer as it was read. Told after the commit, so whoever reads now reads it new. */
export interface Changes {
  /** And call-ins that belong to none. */
  readonly callbacks: readonly CallbackId[];
  /** Queues whose waiting order or statistics changed. */
  readonly queues: readonly string[];
  /** Agents whose desk changed. */
  readonly agents: readonly string[];
  /** Who is ready, how many calls are open, whether the simulator is paused. */
  readonly roster: boolean;
  /** The configuration was edited. */
  readonly settings: boolean;
  /** Sessions at the console were ended by somebody else. */
  readonly signedOut: boolean;
  /** An attempt was begun whose driver is somebody else: whoever may dial for its queue takes it over. */
  readonly unclaimed: boolean;
  /** Too much changed, or messages may have been missed: read everything again. */
  readonly everything: boolean;
}

/** News between the parts of one replica, and between replicas. */
export interface ChangeFeed {
  /** Tells this replica's listeners at once and the others soon. */
  announce(changes: Partial<Changes>): void;
  subscribe(listener: (changes: Changes) => void): () => void;
  /** Resolves when all that was announced has been sent to the other replicas. */
  flush(): Promise<void>;
  close(): Promise<void>;
}
