import type { ToldCallback, ToldChange } from '../domain/webhook-message.js';

/** A message that has to reach one receiver, leased to whoever took it. */
export interface Delivery {
  readonly endpoint: string;
  /** This try included; also what the lease is known by. */
  readonly tries: number;
  readonly change: ToldChange;
  readonly callback: ToldCallback;
}

/** What becomes of a delivery after a try. Epoch ms; the reason is for operators and says nothing of what was sent or answered. */
export type Settlement = { readonly kind: 'delivered' } | { readonly kind: 'again' | 'dead'; readonly at: number; readonly reason: string };

export interface OutboxCounts {
  readonly waiting: number;
  readonly dead: number;
}

/** Messages to the site owner, written with the change that they tell (TE2). All throw `DatabaseUnavailable`. */
export interface WebhookOutbox {
  /** From now on these receivers are told, and no others; one that was gone is asked again. */
  keepEndpoints(ids: readonly string[]): Promise<void>;
  /** Leases what is due for a receiver: of each callback the oldest message only, so that they arrive in order. */
  claim(request: { endpoint: string; now: number; leaseUntil: number; limit: number }): Promise<Delivery[]>;
  /** Without effect when the lease was lost to somebody else. */
  settle(delivery: Delivery, settlement: Settlement): Promise<void>;
  /** 410 Gone: tells this receiver nothing more, and gives up what waits for it. */
  endGone(endpoint: string, at: number): Promise<void>;
  counts(): Promise<OutboxCounts>;
}
