/*
 * `node bench/abuse.mjs`: what a flood of refused requests costs those who book. Bookings at a steady rate, alone and beside the flood, in
 * turns: the 99th percentile of the one as a multiple of the other. The flood comes from a process of its own, and is of all kinds that
 * get a request refused. Then what a request of each kind costs the service. `--quick` for a look, `--profiles <folder>` for CPU profiles.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { prepare } from '../scripts/prepare.mjs';
import { closedLoad, steadyLoad } from './abuse-load.mjs';
import { nextBooking, REFUSED } from './abuse-requests.mjs';
import { machineFacts } from './machine.mjs';
import { writePart } from './results.mjs';
import { median } from './rounds.mjs';
import { machineLine, tablesAsMarkdown, tablesAsText } from './tables.mjs';
import { DESK, openWorld } from './world.mjs';

const BOOKINGS = 50;
const FLOOD = 2_000;
const AIM = 3;
const AIM_MICROSECONDS = 120;
const LIMITS = { perAddressPerMinute: 2, perNumberPerDay: 10, trustedProxies: ['127.0.0.1'] };
const LANES = 8;
const HOST = 'shop.example';

const { values: given } = parseArgs({ options: { quick: { type: 'boolean', default: false }, profiles: { type: 'string' } } });
const { rounds, seconds, each } = given.quick ? { rounds: 1, seconds: 2, each: 2_000 } : { rounds: 5, seconds: 10, each: 10_000 };

await prepare();
const started = performance.now();
const verifier = await standInVerifier();
const world = await openWorld({ profiles: given.profiles });
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void world.close().then(() => process.exit(1)));
try {
  const captcha = {
    provider: 'recaptcha-v2-checkbox',
    siteKey: 'bench',
    secretKey: 'bench',
    hostnames: [HOST],
    verifyUrl: verifier.address,
  };
  const service = await world.startService(await world.newDatabase('abuse'), DESK, { limits: LIMITS, captcha });
  const report = { costs: await costs(service), ...(await measure(service.origin)) };
  const [lines, tables] = [[machineLine(machineFacts()), said(report)], tablesOf(report)];
  console.log(`\n${tablesAsText(lines, tables)}`);
  if (given.quick) console.log('A quick run: bench/results.md stays as it is.');
  else await writePart('abuse', tablesAsMarkdown(['# Abuse', 'Written by `node bench/abuse.mjs`.', ...lines], tables));
} finally {
  await world.close();
  verifier.close();
}

/** Takes every token for one that was solved just now. */
async function standInVerifier() {
  const server = createServer((request, response) => {
    request.resume();
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ success: true, challenge_ts: new Date().toISOString(), hostname: HOST }));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { address: `http://127.0.0.1:${server.address().port}/`, close: () => (server.closeAllConnections(), server.close()) };
}

async function measure(origin) {
  await steadyLoad({ origin, perSecond: BOOKINGS, seconds: 2 }, nextBooking);
  const runs = { alone: [], beside: [] };
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? ['alone', 'beside'] : ['beside', 'alone'];
    for (const name of order) runs[name].push(await (name === 'alone' ? alone(origin) : besideFlood(origin)));
  }
  return { runs, ratio: median(runs.beside.map(({ p99 }, round) => p99 / runs.alone[round].p99)) };
}

function alone(origin) {
  return steadyLoad({ origin, perSecond: BOOKINGS, seconds }, nextBooking);
}

async function besideFlood(origin) {
  const child = fork(fileURLToPath(new URL('abuse-flood.mjs', import.meta.url)), [origin, String(FLOOD), String(seconds + 1)]);
  const exited = once(child, 'exit');
  // In the first second of the flood its addresses use up what they have; what is measured is what comes after.
  await once(child, 'message');
  const bookings = await alone(origin);
  const [flood] = await once(child, 'message');
  await exited;
  return { ...bookings, flood };
}

/** Microseconds of the service's processor for one request of each kind, a few at a time: other work on the machine changes little of it. */
async function costs(service) {
  const spent = async (work) => {
    const [before, from] = [await service.processor(), performance.now()];
    const statuses = await work();
    return { statuses, microseconds: ((await service.processor()) - before) * 1e6, seconds: (performance.now() - from) / 1000 };
  };
  const rest = await spent(() => new Promise((resolve) => setTimeout(resolve, 2_000)));
  const found = [];
  for (const [kind, { status, next }] of Object.entries(REFUSED)) {
    await closedLoad({ origin: service.origin, lanes: LANES, requests: 500 }, next);
    const {
      statuses,
      microseconds,
      seconds: took,
    } = await spent(() => closedLoad({ origin: service.origin, lanes: LANES, requests: each }, next));
    const own = microseconds - (rest.microseconds / rest.seconds) * took;
    found.push({ kind, status, isAll: statuses[status] === each, each: own / each });
  }
  return found;
}

function said({ runs, ratio, costs: found }) {
  const flood = median(runs.beside.map((run) => run.flood.perSecond));
  const sum = (key) => runs.beside.reduce((total, run) => total + run.flood[key], 0);
  const share = ((sum('refused') / (sum('refused') + sum('granted') + sum('broken'))) * 100).toFixed(1);
  const mean = found.reduce((total, { each: one }) => total + one, 0) / found.length;
  return `${rounds} rounds of ${seconds} s in turns, ${Math.round((performance.now() - started) / 1000)} s in all. The flood: ${Math.round(flood).toLocaleString('en')} requests per second, a fifth of each kind below, ${share} % of them refused. p99 beside it is ${ratio.toFixed(2)} times that of bookings alone (aim: under ${AIM}). A refused request takes ${Math.round(mean)} µs of processor on average of the kinds.`;
}

function tablesOf({ runs, costs: found }) {
  const row = (name, list) => {
    const middle = (key) => median(list.map((run) => run[key])).toFixed(1);
    const failed = list.reduce((sum, run) => sum + run.refused + run.broken, 0);
    return [name, middle('perSecond'), middle('p50'), middle('p99'), middle('max'), String(failed)];
  };
  return [
    {
      title: 'Bookings beside refused requests',
      head: ['bookings', 'per second', 'p50 ms', 'p99 ms', 'slowest ms', 'failed'],
      rows: [row('alone', runs.alone), row('beside the flood', runs.beside)],
    },
    {
      title: 'What a refused request costs the service',
      head: ['kind', 'status', 'processor', 'aim'],
      rows: found.map(({ kind, status, isAll, each: one }) => [
        kind,
        `${status}${isAll ? '' : ', not all'}`,
        `${Math.round(one)} µs`,
        kind.includes('new address') ? '' : `under ${AIM_MICROSECONDS} µs`,
      ]),
    },
  ];
}
