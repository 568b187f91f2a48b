import type { CallbackId, CallbackState, E164 } from '@ringback/contract';
import type { Delivery, OutboxCounts, WebhookOutbox } from '../ports/webhook-outbox.js';
import type { Database } from './database.js';

const DROP_OTHERS = `DELETE FROM webhook_endpoint WHERE id <> ALL ($1)`;
const KEEP = `
  INSERT INTO webhook_endpoint (id) SELECT unnest($1::text[])
  ON CONFLICT (id) DO UPDATE SET gone_at = NULL WHERE webhook_endpoint.gone_at IS NOT NULL`;
/*
 * SKIP LOCKED: replicas never wait for each other. The lease is next_at itself: a sender that dies is followed by whoever
 * looks after it. Of one callback only the oldest message is ever due, whatever becomes of the later ones.
 */
const CLAIM = `
WITH due AS (
  SELECT endpoint, callback_id, version FROM webhook_delivery AS message
  WHERE endpoint = $1 AND dead_at IS NULL AND next_at <= $2 AND NOT EXISTS (
    SELECT FROM webhook_delivery AS earlier WHERE earlier.endpoint = $1 AND earlier.callback_id = message.callback_id
      AND earlier.version < message.version AND earlier.dead_at IS NULL)
  ORDER BY next_at LIMIT $4 FOR UPDATE SKIP LOCKED
), leased AS (
  UPDATE webhook_delivery AS message SET next_at = $3, tries = tries + 1 FROM due
  WHERE message.endpoint = due.endpoint AND message.callback_id = due.callback_id AND message.version = due.version
  RETURNING message.*
)
SELECT leased.endpoint, leased.version, leased.at, leased.tries, leased.facts, id, queue, phone, scheduled, created_at, language, user_data,
  origin->>'channel' AS channel
FROM leased JOIN callback ON callback.id = leased.callback_id ORDER BY leased.at, leased.version`;
const OF_LEASE = `WHERE endpoint = $1 AND callback_id = $2 AND version = $3 AND tries = $4 AND dead_at IS NULL`;
const DELIVERED = `DELETE FROM webhook_delivery ${OF_LEASE}`;
const AGAIN = `UPDATE webhook_delivery SET next_at = $5, last_error = $6 ${OF_LEASE}`;
const DEAD = `UPDATE webhook_delivery SET dead_at = $5, last_error = $6 ${OF_LEASE}`;
const GONE = `
WITH gone AS (UPDATE webhook_endpoint SET gone_at = $2 WHERE id = $1)
UPDATE webhook_delivery SET dead_at = $2, last_error = 'the receiver is gone' WHERE endpoint = $1 AND dead_at IS NULL`;
const COUNTS = `SELECT count(*) FILTER (WHERE dead_at IS NULL) AS waiting, count(*) FILTER (WHERE dead_at IS NOT NULL) AS dead FROM webhook_delivery`;

interface Row {
  endpoint: string;
  version: number;
  at: number;
  tries: number;
  facts: Facts;
  id: string;
  queue: string;
  phone: string;
  scheduled: boolean;
  created_at: number;
  language: string | null;
  user_data: Record<string, unknown>;
  channel: string | null;
}

/** As the trigger on `callback_event` writes them. */
interface Facts {
  from: CallbackState | null;
  to: CallbackState;
  cause: string;
  reason: string | null;
  desiredTime: number;
  queuedAt: number | null;
  notBefore: number | null;
  attempts: number;
  lastOutcome: string | null;
}

/** The outbox in PostgreSQL. Who fills it is the trigger `callback_event_told`. */
export function webhookOutbox(database: Database): WebhookOutbox {
  return {
    async keepEndpoints(ids) {
      await database.transaction(async (tx) => {
        await tx.rows(DROP_OTHERS, [ids]);
        await tx.rows(KEEP, [ids]);
      });
    },
    claim: async ({ endpoint, now, leaseUntil, limit }) =>
      (await database.rows<Row>(CLAIM, [endpoint, new Date(now), new Date(leaseUntil), limit])).map(toDelivery),
    async settle(delivery, settlement) {
      const lease = [delivery.endpoint, delivery.callback.id, delivery.change.version, delivery.tries];
      if (settlement.kind === 'delivered') return void (await database.rows(DELIVERED, lease));
      await database.rows(settlement.kind === 'again' ? AGAIN : DEAD, [...lease, new Date(settlement.at), settlement.reason]);
    },
    endGone: async (endpoint, at) => void (await database.rows(GONE, [endpoint, new Date(at)])),
    async counts() {
      const [counts] = await database.rows<OutboxCounts>(COUNTS);
      return counts ?? { waiting: 0, dead: 0 };
    },
  };
}

const toDelivery = ({ endpoint, version, at, tries, facts, ...row }: Row): Delivery => ({
  endpoint,
  tries,
  change: {
    version,
    at,
    from: facts.from ?? undefined,
    to: facts.to,
    cause: facts.cause,
    reason: facts.reason ?? undefined,
    desiredTime: facts.desiredTime,
    queuedAt: facts.queuedAt ?? undefined,
    notBefore: facts.notBefore ?? undefined,
    attempts: facts.attempts,
    lastOutcome: facts.lastOutcome ?? undefined,
  },
  callback: {
    id: row.id as CallbackId,
    queue: row.queue,
    phone: row.phone as E164,
    scheduled: row.scheduled,
    createdAt: row.created_at,
    language: row.language ?? undefined,
    userData: row.user_data,
    channel: row.channel ?? undefined,
  },
});
