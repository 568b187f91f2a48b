/*
 * `node bench/abuse.mjs`: what a flood of refused requests costs those who book. Bookings at a steady rate, alone and beside the flood, in
 * turns: the 99th percentile of the one as a multiple of the other. The flood comes from a process of its own. `--quick` for a look.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { prepare } from '../scripts/prepare.mjs';
import { nextBooking, nextOfFlood, steadyLoad } from './abuse-load.mjs';
import { machineFacts } from './machine.mjs';
import { writePart } from './results.mjs';
import { median } from './rounds.mjs';
import { machineLine, tablesAsMarkdown, tablesAsText } from './tables.mjs';
import { openWorld } from './world.mjs';

const BOOKINGS = 50;
const FLOOD = 2_000;
const AIM = 3;
const LIMITS = { perAddressPerMinute: 2, perNumberPerDay: 10, trustedProxies: ['127.0.0.1'] };

const { values: given } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const { rounds, seconds } = given.quick ? { rounds: 1, seconds: 4 } : { rounds: 5, seconds: 10 };

await prepare();
const started = performance.now();
const world = await openWorld();
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void world.close().then(() => process.exit(1)));
try {
  const service = await world.startService(await world.newDatabase('abuse'), undefined, LIMITS);
  const report = { ...(await measure(service.origin)), microseconds: await costOfRefusal(service) };
  const [lines, tables] = [[machineLine(machineFacts()), said(report)], tablesOf(report)];
  console.log(`\n${tablesAsText(lines, tables)}`);
  if (given.quick) console.log('A quick run: bench/results.md stays as it is.');
  else await writePart('abuse', tablesAsMarkdown(['# Abuse', 'Written by `node bench/abuse.mjs`.', ...lines], tables));
} finally {
  await world.close();
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
  // The first second of the flood is counted, request by request; what is measured is what comes after.
  await once(child, 'message');
  const bookings = await alone(origin);
  const [flood] = await once(child, 'message');
  await exited;
  return { ...bookings, flood };
}

/** Microseconds of the service's processor for one refused request: other work on the machine changes little of it. */
async function costOfRefusal(service) {
  await steadyLoad({ origin: service.origin, perSecond: 200, seconds: 1 }, nextOfFlood);
  const before = await service.processor();
  const { refused } = await steadyLoad({ origin: service.origin, perSecond: FLOOD / 4, seconds: 4 }, nextOfFlood);
  const after = await service.processor();
  return before === undefined || after === undefined ? undefined : ((after - before) * 1e6) / refused;
}

function said({ runs, ratio, microseconds }) {
  const flood = median(runs.beside.map((run) => run.flood.perSecond));
  const refused = runs.beside.every((run) => run.flood.refused === run.flood.answered);
  return `${rounds} rounds of ${seconds} s in turns, ${Math.round((performance.now() - started) / 1000)} s in all. The flood: ${Math.round(flood).toLocaleString('en')} requests per second from 20 addresses, ${refused ? 'all' : 'not all'} of them refused. p99 beside it is ${ratio.toFixed(2)} times that of bookings alone (aim: under ${AIM}).${microseconds === undefined ? '' : ` A refused request takes ${Math.round(microseconds)} µs of processor.`}`;
}

function tablesOf({ runs }) {
  const row = (name, list) => {
    const middle = (key) => median(list.map((run) => run[key])).toFixed(1);
    const failed = list.reduce((sum, run) => sum + run.failed, 0);
    return [name, middle('perSecond'), middle('p50'), middle('p99'), middle('max'), String(failed)];
  };
  return [
    {
      title: 'Bookings beside refused requests',
      head: ['bookings', 'per second', 'p50 ms', 'p99 ms', 'slowest ms', 'failed'],
      rows: [row('alone', runs.alone), row('beside the flood', runs.beside)],
    },
  ];
}
