import type { CallbackId, CallbackReason, CallbackState, PushEvent, PushTarget } from '@ringback/contract';
import type { PushDelivery, PushOutbox, ScheduledUpcoming } from '../ports/push-outbox.js';
import type { OutboxCounts } from '../ports/webhook-outbox.js';
import type { Database } from './database.js';

/*
 * SKIP LOCKED: replicas never wait for each other. The lease is next_at itself: a sender that dies is followed by whoever
 * looks after it. What is true of the callback is read in the same statement, as late as can be.
 */
const CLAIM = `
WITH due AS (
  SELECT callback_id, hash, number FROM push_delivery WHERE dead_at IS NULL AND next_at <= $1
  ORDER BY next_at LIMIT $3 FOR UPDATE SKIP LOCKED
), leased AS (
  UPDATE push_delivery AS message SET next_at = $2, tries = tries + 1 FROM due
  WHERE message.callback_id = due.callback_id AND message.hash = due.hash AND message.number = due.number
  RETURNING message.*
)
SELECT leased.callback_id AS id, leased.hash, leased.number, leased.event, leased.version, leased.attempts, leased.expires_at, leased.tries,
  target.token, target.url, callback.queue, callback.language, callback.state, callback.reason, callback.attempts AS attempts_now,
  callback.ready_at IS NOT NULL AS ready,
  CASE WHEN callback.state = 'COMPLETED' THEN EXISTS (SELECT FROM callback again WHERE again.recreated_from = callback.id) ELSE false END AS recreated,
  call_in.id AS call_in_id, call_in.to_number, call_in.access_code, call_in.expires_at AS call_in_expires,
  coalesce(call_in.live AND call_in.expires_at > $1, false) AS call_in_lives,
  EXISTS (SELECT FROM call_in_request live WHERE live.callback_id = callback.id AND live.live AND live.expires_at > $1) AS has_live_call_in
FROM leased JOIN callback ON callback.id = leased.callback_id
JOIN push_target target ON target.callback_id = leased.callback_id AND target.hash = leased.hash
LEFT JOIN call_in_request call_in ON call_in.id = leased.call_in_id
ORDER BY leased.at, leased.number`;
const OF_LEASE = `WHERE callback_id = $1 AND hash = $2 AND number = $3 AND tries = $4 AND dead_at IS NULL`;
const DONE = `DELETE FROM push_delivery ${OF_LEASE}`;
const AGAIN = `UPDATE push_delivery SET next_at = $5, last_error = $6 ${OF_LEASE}`;
const DEAD = `UPDATE push_delivery SET dead_at = $5, last_error = $6 ${OF_LEASE}`;
/** Whatever callback it was named for. */
const FORGET = `
WITH forgotten AS (UPDATE push_target SET dead_at = $2, token = NULL, url = NULL WHERE hash = $1 AND dead_at IS NULL)
UPDATE push_delivery SET dead_at = $2, last_error = $3 WHERE hash = $1 AND dead_at IS NULL`;
const TELL_UPCOMING = `
WITH told AS (
  UPDATE callback SET upcoming_due = false WHERE id = $1 AND upcoming_due AND state IN ('SCHEDULED', 'QUEUED') RETURNING id, version, attempts
), replaced AS (
  DELETE FROM push_delivery USING told WHERE callback_id = told.id
), written AS (
  INSERT INTO push_delivery (callback_id, hash, event, version, attempts, at, expires_at, next_at)
  SELECT id, hash, $2::text, version, attempts, $4::timestamptz, $3::timestamptz, $4::timestamptz
  FROM told JOIN push_target ON callback_id = id AND dead_at IS NULL RETURNING 1
)
SELECT count(*) AS written FROM written`;
const SCHEDULED_UPCOMING = `
  SELECT id, queue, desired_time FROM callback
  WHERE state = 'SCHEDULED' AND desired_time <= $1 AND upcoming_due
    AND EXISTS (SELECT FROM push_target WHERE callback_id = callback.id AND dead_at IS NULL)
  ORDER BY desired_time LIMIT $2`;
const TARGETS = `SELECT token, url FROM push_target WHERE callback_id = $1 AND dead_at IS NULL ORDER BY hash`;
const NAMED = `SELECT sha256(convert_to(device.token, 'UTF8')) AS hash, device.token, device.url FROM unnest($2::text[], $3::text[]) AS device (token, url)`;
/** What waits for a device that goes is moved to those that come, so that a renewed token misses nothing. */
const ADD_TARGETS = `
WITH named AS (${NAMED}), added AS (
  INSERT INTO push_target AS kept (callback_id, hash, token, url) SELECT $1, hash, token, url FROM named
  ON CONFLICT (callback_id, hash) DO UPDATE SET url = excluded.url WHERE kept.dead_at IS NULL
  RETURNING hash, (xmax = 0) AS fresh
), waiting AS (
  SELECT DISTINCT ON (number) event, version, attempts, call_in_id, at, expires_at, next_at FROM (
    SELECT *, max(number) OVER () AS newest FROM push_delivery WHERE callback_id = $1 AND dead_at IS NULL AND tries = 0
  ) unsent WHERE number = newest
)
INSERT INTO push_delivery (callback_id, hash, event, version, attempts, call_in_id, at, expires_at, next_at)
SELECT $1, added.hash, event, version, attempts, call_in_id, at, expires_at, next_at FROM waiting CROSS JOIN added WHERE added.fresh`;
const DROP_TARGETS = `DELETE FROM push_target WHERE callback_id = $1 AND hash NOT IN (SELECT hash FROM (${NAMED}) named)`;
const SWEEP = `DELETE FROM push_delivery WHERE expires_at <= $1`;
const COUNTS = `SELECT count(*) FILTER (WHERE dead_at IS NULL) AS waiting, count(*) FILTER (WHERE dead_at IS NOT NULL) AS dead FROM push_delivery`;

interface Row {
  id: string;
  hash: Buffer;
  number: number;
  event: PushEvent;
  version: number;
  attempts: number;
  expires_at: number;
  tries: number;
  token: string;
  url: string | null;
  queue: string;
  language: string | null;
  state: CallbackState;
  reason: CallbackReason | null;
  attempts_now: number;
  ready: boolean;
  recreated: boolean;
  call_in_id: string | null;
  to_number: string;
  access_code: string | null;
  call_in_expires: number;
  call_in_lives: boolean;
  has_live_call_in: boolean;
}

/** The outbox of push messages in PostgreSQL. Who fills it are the statements that change callbacks and make call-in requests. */
export function pushOutbox(database: Database): PushOutbox {
  return {
    claim: async ({ now, leaseUntil, limit }) =>
      (await database.rows<Row>(CLAIM, [new Date(now), new Date(leaseUntil), limit])).map(toDelivery),
    async settle({ callback, hash, number, tries }, settlement) {
      const lease = [callback.id, hash, number, tries];
      if (settlement.kind === 'done') return void (await database.rows(DONE, lease));
      const { kind, at, reason } = settlement;
      if (kind === 'forgotten') return void (await database.rows(FORGET, [hash, new Date(at), reason]));
      await database.rows(kind === 'again' ? AGAIN : DEAD, [...lease, new Date(at), reason]);
    },
    async tellUpcoming(id, { event, expiresAt }, at) {
      const [row] = await database.rows<{ written: number }>(TELL_UPCOMING, [id, event, new Date(expiresAt), new Date(at)]);
      return (row?.written ?? 0) > 0;
    },
    scheduledUpcoming: async (until, limit) =>
      (await database.rows<{ id: string; queue: string; desired_time: number }>(SCHEDULED_UPCOMING, [new Date(until), limit])).map(
        (row): ScheduledUpcoming => ({ id: row.id as CallbackId, queue: row.queue, desiredTime: row.desired_time }),
      ),
    targetsOf: async (id) =>
      (await database.rows<{ token: string; url: string | null }>(TARGETS, [id])).map(({ token, url }): PushTarget => ({
        channel: 'FCM',
        target: token,
        url: url ?? undefined,
      })),
    async replaceTargets(id, targets) {
      const named = [id, targets.map(({ target }) => target), targets.map(({ url }) => url ?? null)];
      await database.transaction(async (tx) => {
        await tx.rows(ADD_TARGETS, named);
        await tx.rows(DROP_TARGETS, named);
      });
    },
    sweep: async (now) => void (await database.rows(SWEEP, [new Date(now)])),
    async counts() {
      const [counts] = await database.rows<OutboxCounts>(COUNTS);
      return counts ?? { waiting: 0, dead: 0 };
    },
  };
}

const toDelivery = (row: Row): PushDelivery => ({
  hash: row.hash,
  number: row.number,
  tries: row.tries,
  token: row.token,
  event: row.event,
  version: row.version,
  attempts: row.attempts,
  expiresAt: row.expires_at,
  url: row.url ?? undefined,
  callback: { id: row.id as CallbackId, queue: row.queue, language: row.language ?? undefined },
  callIn:
    row.call_in_id === null
      ? undefined
      : { id: row.call_in_id, toNumber: row.to_number, accessCode: row.access_code ?? undefined, expiresAt: row.call_in_expires },
  present: {
    state: row.state,
    reason: row.reason ?? undefined,
    attempts: row.attempts_now,
    ready: row.ready,
    recreated: row.recreated,
    callInLives: row.call_in_lives,
    hasLiveCallIn: row.has_live_call_in,
  },
});
