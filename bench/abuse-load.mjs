/*
 * Load at a steady rate, evenly spaced, whatever the answers take: a late answer makes no request late, so that none of the waiting is
 * hidden. Time counts from when a request was due, so that a generator that was held up hides nothing either.
 */
import { openConnection } from './http-load.mjs';

const MOST_CONNECTIONS = 256;
/** A generator that was held up catches up at so many times its rate: spaced requests are what is asked for, not a salvo of hundreds. */
const CATCH_UP = 3;
const TICK_MS = 1;

/**
 * @param {{ origin: string, perSecond: number, seconds: number }} load
 * @param {() => import('./http-load.mjs').Request} next
 * @returns milliseconds from the time at which a request was due to the end of its answer; answers by status, `broken` for none
 */
export async function steadyLoad({ origin, perSecond, seconds }, next) {
  const lanes = openLanes(origin);
  const total = perSecond * seconds;
  const times = [];
  const statuses = {};
  const underWay = [];
  const from = performance.now();
  const mostAtOnce = Math.ceil((perSecond * CATCH_UP * TICK_MS) / 1000);
  for (let sent = 0; sent < total;) {
    const due = Math.min(total, sent + mostAtOnce, Math.floor(((performance.now() - from) / 1000) * perSecond) + 1);
    for (; sent < due; sent += 1) {
      const at = from + (sent * 1000) / perSecond;
      underWay.push(
        lanes.ask(next()).then((status) => {
          times.push(performance.now() - at);
          statuses[status] = (statuses[status] ?? 0) + 1;
        }),
      );
    }
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
  await Promise.all(underWay);
  lanes.close();
  const took = (performance.now() - from) / 1000;
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
  const [granted, broken] = [statuses[200] ?? 0, statuses.broken ?? 0];
  return {
    perSecond: total / took,
    statuses,
    granted,
    refused: total - granted - broken,
    broken,
    p50: at(0.5),
    p99: at(0.99),
    max: times.at(-1),
  };
}

/**
 * So many requests in all, one at a time on each lane.
 * @param {{ origin: string, lanes: number, requests: number }} load
 * @param {() => import('./http-load.mjs').Request} next
 * @returns {Promise<Record<string, number>>} answers by status
 */
export async function closedLoad({ origin, lanes: number, requests }, next) {
  const lanes = openLanes(origin);
  const statuses = {};
  let left = requests;
  const drive = async () => {
    while (left > 0) {
      left -= 1;
      const status = await lanes.ask(next());
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: number }, drive));
  lanes.close();
  return statuses;
}

/** Connections that are kept; a request waits when all of them are busy. */
function openLanes(origin) {
  const { hostname, port } = new URL(origin);
  const free = [];
  const waiting = [];
  let open = 0;
  const release = (connection) => {
    const next = waiting.shift();
    if (next) next(connection);
    else free.push(connection);
  };
  const take = () => {
    const connection = free.pop();
    if (connection) return connection;
    if (open >= MOST_CONNECTIONS) return new Promise((resolve) => waiting.push(resolve));
    open += 1;
    return openConnection(hostname, Number(port));
  };
  return {
    async ask(request) {
      let connection;
      try {
        connection = await take();
        const { status } = await connection.ask(request);
        release(connection);
        return status;
      } catch {
        open -= 1;
        connection?.close();
        return 'broken';
      }
    },
    close: () => free.forEach((connection) => connection.close()),
  };
}
