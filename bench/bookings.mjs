/* Bookings at every door: pgbench, the storage door, the use case, HTTP. */
import { randomUUID } from 'node:crypto';
import { httpRate } from './http-load.mjs';
import { ID_SQL, idOf } from './ids.mjs';
import { statementsAbout, statementsOf } from './recording.mjs';
import { rateOf } from './rounds.mjs';
import { API_KEY, QUEUES } from './world.mjs';

const SLOT_MS = 900_000;
const DAY_MS = 86_400_000;
const SLOTS = 28 * 96;
const firstSlot = Math.ceil(Date.now() / SLOT_MS) * SLOT_MS + DAY_MS / 2;
const slotAt = (place) => firstSlot + (place % SLOTS) * SLOT_MS;
const anySlot = () => slotAt(Math.floor(Math.random() * SLOTS));

let numbers = 0;
/** Valid numbers of New York, never one twice. */
const nextPhone = () => `+1646${2_000_000 + (numbers += 1)}`;

/** Kinds of booking; `reset` makes the queue as it was, so that no run has more to do than the one before. */
export const BOOKINGS = {
  spread: { what: 'for a time, spread over 28 days', queue: QUEUES.spread, slot: anySlot, reset: async () => undefined },
  hot: {
    what: 'for a time, all for the same slot',
    queue: QUEUES.hot,
    slot: () => slotAt(0),
    reset: (client) => client.query('UPDATE slot_usage SET taken = 0 WHERE queue = $1', [QUEUES.hot]),
  },
  now: {
    what: 'as soon as possible',
    queue: QUEUES.now,
    slot: () => undefined,
    async reset(client) {
      await client.query(`DELETE FROM callback WHERE queue = $1 AND state = 'QUEUED'`, [QUEUES.now]);
      await client.query('VACUUM callback');
    },
  },
};

/** A booking as the use case takes it: the time in epoch ms. */
const bookingOf = ({ queue, slot }) => ({
  serviceName: queue,
  phoneNumber: nextPhone(),
  desiredTime: slot(),
  userData: { firstname: 'Ann', lastname: 'Example', notes: 'about the last order' },
});

const asRequest = ({ desiredTime, ...booking }) => ({
  method: 'POST',
  path: '/engagement/v3/callbacks/create',
  headers: { 'content-type': 'application/json', 'x-api-key': API_KEY, 'idempotency-key': randomUUID() },
  body: JSON.stringify({ ...booking, ...(desiredTime !== undefined && { desiredTime: new Date(desiredTime).toISOString() }) }),
});

export const bookOverHttp = ({ origin }, kind, load) => httpRate({ origin, ...load }, () => asRequest(bookingOf(kind)));

const bookOnce = ({ context }, booking) => context.ringback.createCallback(booking, { idempotencyKey: randomUUID() });

/** Through the use case of a service in this process. */
export const bookInProcess = (service, kind, load) => rateOf(load, () => bookOnce(service, bookingOf(kind)));

/**
 * What one booking sends to the database, and which of its values differ from booking to booking.
 * @returns {Promise<import('./replay.mjs').Recorded>}
 */
export async function recordBooking(service, kind) {
  const booking = bookingOf(kind);
  let id;
  const sent = await statementsOf(async () => void ({ id } = await bookOnce(service, booking)));
  const isSlot = (value) => value instanceof Date && value.getTime() === booking.desiredTime;
  return {
    statements: statementsAbout(id, sent),
    varying: [
      { matches: (value) => value === id, sql: ID_SQL, js: idOf },
      { matches: (value) => value === booking.phoneNumber, sql: `'+1917' || :id`, js: (n) => `+1917${n}` },
      {
        matches: Buffer.isBuffer,
        sql: `decode(lpad(to_hex(:id::bigint), 64, '0'), 'hex')`,
        js: (n) => Buffer.from(n.toString(16).padStart(64, '0'), 'hex'),
      },
      // One random place a run in pgbench; here the time slotted and the time desired may differ, which costs the same.
      ...(kind === BOOKINGS.spread ? [{ matches: isSlot, sql: 'to_timestamp(:slot)', js: () => new Date(anySlot()) }] : []),
    ],
    sets: [`place random(0, ${SLOTS - 1})`, `slot ${firstSlot / 1000} + :place * ${SLOT_MS / 1000}`],
  };
}
