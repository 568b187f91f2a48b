/*
 * `npm run bench`: what the backend does per second, always as a share of something measured in the same minutes on the
 * same machine. Builds what is not built; needs pgbench. `--quick` in a minute, rougher and not written down; `--profile=<folder>` leaves
 * a CPU profile of each service process there.
 */
import { parseArgs } from 'node:util';
import { prepare } from '../scripts/prepare.mjs';
import { BOOKINGS, bookInProcess, bookOverHttp, recordBooking } from './bookings.mjs';
import { CALLS, onWaiting, recordDispatch, serviceDispatchRate } from './dispatches.mjs';
import { countByEndpoint } from './endpoints.mjs';
import { fill } from './history.mjs';
import { httpRate } from './http-load.mjs';
import { machineFacts } from './machine.mjs';
import { HOW_TO_GET_PGBENCH, findPgbench } from './pgbench.mjs';
import { byPgbench, throughStorageDoor } from './replay.mjs';
import { asMarkdown, asText } from './report.mjs';
import { writePart } from './results.mjs';
import { inTurns, median, share } from './rounds.mjs';
import { API_KEY, QUEUES, openWorld } from './world.mjs';

const FULL = { rounds: 3, seconds: 2, past: 1_000_000, calls: 1_500, deadlineMs: 480_000 };
const QUICK = { rounds: 1, seconds: 1, past: 100_000, calls: 200, deadlineMs: 120_000 };
const FEW_PAST = 10_000;
const BOOKED = 10_000;
/** Requests under way at once. */
const WRITERS = 8;
const READERS = 16;

const { values: given } = parseArgs({ options: { quick: { type: 'boolean', default: false }, profile: { type: 'string' } } });
const size = given.quick ? QUICK : FULL;

const pgbench = findPgbench();
if (!pgbench) stopWith(HOW_TO_GET_PGBENCH);
await prepare();

const started = performance.now();
const world = await openWorld({ profiles: given.profile });
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void giveUp(`stopped by ${signal}`));
setTimeout(() => void giveUp(`not done after ${size.deadlineMs / 1000} s`), size.deadlineMs).unref();
try {
  const report = await measure();
  console.log(`\n${asText(report)}`);
  if (given.quick) console.log('A quick run: bench/results.md stays as it is.');
  else await writePart('bench', asMarkdown(report));
} finally {
  await world.close();
}

async function measure() {
  say('counting statements');
  const statements = await inService(await world.newDatabase('counted'), undefined, countByEndpoint);
  say(`filling ${FEW_PAST} and ${size.past} past records`);
  const few = await prepareDatabase('few', FEW_PAST);
  const many = await prepareDatabase('many', size.past);
  const calls = await prepareDatabase('calls', FEW_PAST);
  const dispatch = await measureDispatch(few, many, await inService(calls.url, CALLS, recordDispatch));
  const [fewService, manyService] = [await world.startService(few.url), await world.startService(many.url)];
  const bookings = await measureBookings({ ...few, service: fewService }, { ...many, service: manyService });
  const reads = await measureReads(fewService, manyService);
  say('whole service at work');
  await world.startService(calls.url, CALLS);
  const wholeService = await serviceDispatchRate(calls.client, size.calls);
  return {
    machine: { ...machineFacts(), postgres: world.postgresVersion, pgbench: pgbench.version },
    size: { ...size, fewPast: FEW_PAST, booked: BOOKED, writers: WRITERS, readers: READERS },
    bookings,
    dispatch: { ...dispatch, wholeService },
    reads,
    memory: { few: await fewService.memory(), many: await manyService.memory() },
    statements,
    seconds: (performance.now() - started) / 1000,
  };
}

/** A migrated database with a past: a copy of the one that was counted, with other callbacks. */
async function prepareDatabase(name, past) {
  const url = await world.newDatabase(name, 'counted');
  const client = await world.client(url);
  await fill(client, { past, booked: BOOKED, queues: Object.values(QUEUES), bookedQueue: QUEUES.office });
  return { url, client, database: world.openDatabase(url) };
}

/** What `work` makes of a service in this process that rests. */
async function inService(url, dialer, work) {
  const service = await world.embedService(url, dialer);
  try {
    return await work(service);
  } finally {
    await service.stop();
  }
}

function pgbenchOn({ url, client }, name, recorded) {
  return byPgbench({ program: pgbench.program, folder: world.folder, url, name }, client, recorded);
}

async function measureDispatch(few, many, recorded) {
  say('dispatches');
  const load = { lanes: WRITERS, seconds: size.seconds };
  const native = await pgbenchOn(few, 'dispatch', recorded);
  const stored = ({ client, database }) => onWaiting(client, load, (start) => throughStorageDoor(database, recorded, load, start));
  const rates = await inTurns(
    {
      pgbench: () => onWaiting(few.client, load, (start) => native(load, start)),
      storage: () => stored(few),
      storageMany: () => stored(many),
    },
    size.rounds,
  );
  return { statements: recorded.statements.length, rates: summary(rates, 'pgbench'), growth: share(rates.storage, rates.storageMany) };
}

async function measureBookings(few, many) {
  const load = { lanes: WRITERS, seconds: size.seconds };
  const embedded = await world.embedService(few.url);
  const results = {};
  for (const [name, kind] of Object.entries(BOOKINGS)) {
    say(`bookings ${kind.what}`);
    const recorded = await recordBooking(embedded, kind);
    const native = await pgbenchOn(few, name, recorded);
    const after = (place, work) => async () => {
      await kind.reset(place.client);
      return work();
    };
    const rates = await inTurns(
      {
        pgbench: after(few, () => native(load)),
        storage: after(few, () => throughStorageDoor(few.database, recorded, load)),
        useCase: after(few, () => bookInProcess(embedded, kind, load)),
        http: after(few, () => bookOverHttp(few.service, kind, load)),
        ...(kind === BOOKINGS.spread && {
          storageMany: () => throughStorageDoor(many.database, recorded, load),
          httpMany: () => bookOverHttp(many.service, kind, load),
        }),
      },
      size.rounds,
    );
    results[name] = { what: kind.what, rates: summary(rates, 'pgbench') };
    if (rates.httpMany)
      results[name].growth = { storage: share(rates.storage, rates.storageMany), http: share(rates.http, rates.httpMany) };
  }
  await embedded.stop();
  return results;
}

/** The Monday after tomorrow's day, so that a run at a weekend asks about as many slots. */
function nextMonday() {
  const day = new Date(Date.now() + 86_400_000);
  day.setUTCDate(day.getUTCDate() + ((8 - day.getUTCDay()) % 7));
  return `${day.toISOString().slice(0, 10)}T00:00:00.000Z`;
}

async function measureReads(fewService, manyService) {
  say('availability');
  const processor = {};
  const get = (name, service, path) => async () => {
    const before = await service.processor();
    const rate = await httpRate({ origin: service.origin, lanes: READERS, seconds: size.seconds }, () => ({
      method: 'GET',
      path,
      headers: { 'x-api-key': API_KEY },
    }));
    if (before !== undefined) (processor[name] ??= []).push(((await service.processor()) - before) / (rate * size.seconds));
    return rate;
  };
  const free = `/engagement/v3/callbacks/availability/${QUEUES.office}?start=${nextMonday()}`;
  const rates = await inTurns(
    {
      empty: get('empty', fewService, '/healthz'),
      day: get('day', fewService, `${free}&numberOfDays=1`),
      week: get('week', fewService, `${free}&numberOfDays=7&reportBusy=true`),
      dayMany: get('dayMany', manyService, `${free}&numberOfDays=1`),
    },
    size.rounds,
  );
  const microseconds = Object.fromEntries(Object.entries(processor).map(([name, seconds]) => [name, median(seconds) * 1e6]));
  return { rates: summary(rates, 'empty'), microseconds, growth: share(rates.day, rates.dayMany) };
}

/** Medians, and the share of each in `whole`. */
function summary(rates, whole) {
  return Object.fromEntries(
    Object.entries(rates).map(([name, values]) => [name, { perSecond: median(values), share: share(values, rates[whole]) }]),
  );
}

function say(what) {
  console.log(`${((performance.now() - started) / 1000).toFixed(0).padStart(4)} s  ${what}`);
}

function stopWith(message) {
  console.error(message);
  process.exit(1);
}

async function giveUp(why) {
  console.error(`The benchmark was ${why}.`);
  await world.close().catch(() => undefined);
  process.exit(1);
}
