/* What comes in the abuse bench: bookings, and every kind of request that an attacker can have refused. */
import { randomUUID } from 'node:crypto';
import { API_KEY, QUEUES } from './world.mjs';

const CREATE = '/engagement/v3/callbacks/create';
const SLOT_MS = 900_000;
const firstSlot = Math.ceil(Date.now() / SLOT_MS) * SLOT_MS + 86_400_000;
let made = 0;

/** @typedef {import('./http-load.mjs').Request} Request */

/** An address of its own in a network of 24 bits. */
const addressIn = (network) => `${network}.${(made >> 16) & 255}.${(made >> 8) & 255}.${made & 255}`;

/** @returns {Request} */
function booking(address, more = {}, headers = {}) {
  made += 1;
  return {
    method: 'POST',
    path: CREATE,
    headers: {
      'content-type': 'application/json',
      'x-api-key': API_KEY,
      'x-forwarded-for': address,
      'idempotency-key': randomUUID(),
      ...headers,
    },
    body: JSON.stringify({
      serviceName: QUEUES.spread,
      phoneNumber: `+1646${2_000_000 + made}`,
      desiredTime: new Date(firstSlot + (made % 2000) * SLOT_MS).toISOString(),
      userData: { firstname: 'Ann', notes: 'about the last order' },
      ...more,
    }),
  };
}

/** A booking of a number and from an address that nobody had before, with a captcha that nobody has shown before. */
export const nextBooking = () => booking(addressIn('10'), { captchaToken: `solved ${made}` });

/**
 * By kind: the answer, and the next request. Where it counts before it is refused, each comes from another address: from the same one the
 * third would be beyond the limit.
 * @type {Readonly<Record<string, { status: number, next: () => Request }>>}
 */
export const REFUSED = {
  'beyond the limit of its address': { status: 429, next: () => booking(`198.51.100.${made % 20}`) },
  'unknown key': {
    status: 401,
    next: () => ({ method: 'GET', path: `/visitor/v1/offers/${QUEUES.spread}`, headers: { 'x-api-key': `guess ${(made += 1)}` } }),
  },
  'foreign origin': { status: 403, next: () => booking(addressIn('11'), {}, { origin: `https://site-${made}.example` }) },
  'invalid body, a new address each time': { status: 400, next: () => booking(addressIn('12'), { phoneNumber: 17, desiredTime: 'soon' }) },
  'no captcha, a new address each time': { status: 400, next: () => booking(addressIn('13')) },
};

/** One kind after the other. @returns {Request} */
export function nextOfFlood() {
  const kinds = Object.values(REFUSED);
  turn = (turn + 1) % kinds.length;
  return kinds[turn].next();
}
let turn = 0;
