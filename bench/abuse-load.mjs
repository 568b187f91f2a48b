/* Load at a steady rate, whatever the answers take: a late answer makes no request late, so that none of the waiting is hidden. */
import { Agent, request } from 'node:http';
import { randomUUID } from 'node:crypto';
import { API_KEY, QUEUES } from './world.mjs';

const CREATE = '/engagement/v3/callbacks/create';
const SLOT_MS = 900_000;
const firstSlot = Math.ceil(Date.now() / SLOT_MS) * SLOT_MS + 86_400_000;
let made = 0;

/** A booking of a number and from an address that nobody had before. */
export function nextBooking() {
  made += 1;
  const address = `10.${(made >> 16) & 255}.${(made >> 8) & 255}.${made & 255}`;
  return {
    headers: { 'x-forwarded-for': address, 'idempotency-key': randomUUID() },
    body: {
      serviceName: QUEUES.spread,
      phoneNumber: `+1646${2_000_000 + made}`,
      desiredTime: new Date(firstSlot + (made % 2000) * SLOT_MS).toISOString(),
      userData: { firstname: 'Ann', notes: 'about the last order' },
    },
  };
}

/** A booking like any other, from one of a few addresses that have had their fill. */
export function nextOfFlood() {
  const booking = nextBooking();
  return { ...booking, headers: { ...booking.headers, 'x-forwarded-for': `198.51.100.${made % 20}` } };
}

/**
 * @param {{ origin: string, perSecond: number, seconds: number }} load
 * @returns milliseconds from the time at which a request was due to the end of its answer
 */
export async function steadyLoad({ origin, perSecond, seconds }, next) {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const total = perSecond * seconds;
  const times = [];
  const statuses = new Map();
  const underWay = [];
  const from = performance.now();
  for (let sent = 0; sent < total;) {
    const due = Math.min(total, Math.floor(((performance.now() - from) / 1000) * perSecond) + 1);
    for (; sent < due; sent += 1) {
      const at = from + (sent * 1000) / perSecond;
      underWay.push(
        ask(agent, origin, next()).then((status) => {
          times.push(performance.now() - at);
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
        }),
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(underWay);
  agent.destroy();
  const took = (performance.now() - from) / 1000;
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
  return {
    perSecond: total / took,
    answered: total,
    refused: statuses.get(429) ?? 0,
    failed: total - (statuses.get(200) ?? 0),
    p50: at(0.5),
    p99: at(0.99),
    max: times.at(-1),
  };
}

function ask(agent, origin, { headers, body }) {
  const text = JSON.stringify(body);
  return new Promise((resolve) => {
    const sending = request(
      origin + CREATE,
      {
        method: 'POST',
        agent,
        headers: { 'content-type': 'application/json', 'x-api-key': API_KEY, 'content-length': Buffer.byteLength(text), ...headers },
      },
      (answer) => {
        answer.resume();
        answer.on('end', () => resolve(answer.statusCode));
        answer.on('error', () => resolve('broken'));
      },
    );
    sending.on('error', () => resolve('broken'));
    sending.end(text);
  });
}
