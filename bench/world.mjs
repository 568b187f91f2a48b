/* What is measured: a PostgreSQL of our own with durable writes, and the built service on it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import pg from 'pg';
import { build } from 'vite';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

/** Of the queues: `Office_VQ` is asked for times, the others are booked. */
export const QUEUES = { office: 'Office_VQ', spread: 'Spread_VQ', hot: 'Hot_VQ', now: 'Now_VQ' };
export const API_KEY = 'bench-key';
export const LOGIN = { username: 'bench', password: 'bench-password' };
export const TELEPHONY_SECRET = 'bench-telephony-secret';

const WEEK = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const week = (days, hours) => Object.fromEntries(days.map((day) => [day, [hours]]));

const NO_LIMITS = { perAddressPerMinute: 0, perNumberPerDay: 0 };

/** @param {Record<string, unknown>} dialer @param {{ limits?: object, captcha?: object }} [more] */
const configOf = (dialer, { limits = NO_LIMITS, captcha } = {}) => ({
  site: { name: 'bench', apiKeys: [API_KEY], origins: [], captcha },
  limits,
  telephony: { secret: TELEPHONY_SECRET },
  dialer,
  businessHours: [
    { name: 'Always', timeZone: 'UTC', weekly: week(WEEK, ['00:00', '24:00']) },
    { name: 'Office', timeZone: 'America/New_York', weekly: week(WEEK.slice(1, 6), ['08:00', '18:00']) },
  ],
  queues: [
    { name: QUEUES.office, businessHours: 'Office', slotCapacity: 20 },
    { name: QUEUES.spread, businessHours: 'Always', slotCapacity: 100_000 },
    { name: QUEUES.hot, businessHours: 'Always', slotCapacity: 100_000 },
    { name: QUEUES.now, businessHours: 'Always', watermark: 1_000_000 },
  ],
  users: [{ ...LOGIN, roles: ['administrator', 'agent'] }],
});

export const DESK = { adapter: 'desk' };

/**
 * A running bench; `close` ends and removes all of it.
 * @param {{ profiles?: string | undefined }} [options] `profiles`: a folder for a CPU profile of each service process
 */
export async function openWorld({ profiles } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'ringback-bench-'));
  await chmod(folder, 0o755);
  const { modules: inner, remove } = await bundle({ postgres: 'src/storage/embedded-postgres.ts', database: 'src/storage/database.ts' });
  const cleanups = [remove, () => rm(folder, { recursive: true, force: true })];
  const close = async () => {
    for (const step of cleanups.splice(0).reverse()) await step();
  };
  try {
    const postgres = await inner.startEmbeddedPostgres({ dataDir: join(folder, 'data'), log: SILENT });
    cleanups.push(
      () => rm(postgres.home, { recursive: true, force: true }),
      () => postgres.stop(),
    );
    const admin = await connected(postgres.url);
    cleanups.push(() => admin.end());
    const {
      rows: [{ version }],
    } = await admin.query(`SELECT current_setting('server_version') AS version`);
    return {
      folder,
      close,
      postgresVersion: version,
      /** @param {string} name @param {string} [template] a database to copy, which nobody is connected to */
      newDatabase: async (name, template = 'template1') => {
        await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
        const url = new URL(postgres.url);
        url.pathname = `/${name}`;
        return url.href;
      },
      /** A client for filling and looking. */
      client: async (url) => {
        const client = await connected(url);
        cleanups.push(() => client.end());
        return client;
      },
      /** The service in a process of its own. */
      startService: async (databaseUrl, dialer = DESK, more = {}) => {
        const service = await spawnService({ folder, databaseUrl, dialer, more, profiles });
        cleanups.push(service.stop);
        return service;
      },
      /** The service in this process, with its scheduler at rest: nothing happens but what is asked for. */
      embedService: async (databaseUrl, dialer = DESK) => {
        const service = await embeddedService(databaseUrl, dialer);
        cleanups.push(service.stop);
        return service;
      },
      /** The storage door: the product's own pool, prepared statements and retries. */
      openDatabase: (url) => {
        const database = inner.openDatabase(url, SILENT);
        cleanups.push(() => database.close());
        return database;
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function connected(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

/**
 * Sources of the backend that a benchmark may open beyond its front door, bundled beside the packages that they import.
 * @param {Record<string, string>} input name -> file, from the backend's folder
 */
export async function bundle(input) {
  const folder = await mkdtemp(join(ROOT, 'node_modules', '.bench-'));
  await build({
    root: join(ROOT, 'backend'),
    configFile: false,
    logLevel: 'error',
    build: { ssr: true, outDir: folder, minify: false, rolldownOptions: { input } },
    ssr: { noExternal: [/^@ringback\//] },
  });
  const load = (name) => import(pathToFileURL(join(folder, `${name}.js`)).href);
  const modules = await Promise.all(Object.keys(input).map(load));
  return { modules: Object.assign({}, ...modules), remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Of /proc: the same on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;
let services = 0;

async function spawnService({ folder, databaseUrl, dialer, more, profiles }) {
  const place = join(folder, `service-${(services += 1)}`);
  await mkdir(place);
  const config = join(place, 'config.json');
  await writeFile(config, JSON.stringify(configOf(dialer, more)));
  const profiling = profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`];
  const child = spawn(process.execPath, [...profiling, join(ROOT, 'backend/dist/main.js')], {
    cwd: place,
    env: { ...process.env, PORT: '0', DATABASE_URL: databaseUrl, RINGBACK_CONFIG: config, LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const origin = await new Promise((resolve, reject) => {
    let printed = '';
    child.stdout.on('data', (chunk) => {
      printed += chunk;
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0];
      if (address) resolve(address);
    });
    exited.then(() => reject(new Error(`the service ended at once:\n${printed}`)));
  });
  return {
    origin,
    /** Resident memory in bytes; undefined where the system doesn't say. */
    memory: async () => {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
      const kib = /VmRSS:\s+(\d+)/.exec(status)?.[1];
      return kib === undefined ? undefined : Number(kib) * 1024;
    },
    /** Seconds of processor that it has used; undefined where the system doesn't say. */
    processor: async () => {
      const fields = (await readFile(`/proc/${child.pid}/stat`, 'utf8').catch(() => '')).split(') ').at(-1).split(' ');
      return fields.length < 14 ? undefined : (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
    },
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

async function embeddedService(databaseUrl, dialer) {
  const { createService, loadConfig, readEnvironment } = await import(pathToFileURL(join(ROOT, 'backend/dist/index.js')).href);
  const file = join(await mkdtemp(join(tmpdir(), 'ringback-bench-config-')), 'config.json');
  await writeFile(file, JSON.stringify(configOf(dialer)));
  const environment = readEnvironment({ PORT: '0', DATABASE_URL: databaseUrl, LOG_LEVEL: 'error' });
  const loaded = await loadConfig(file);
  await rm(join(file, '..'), { recursive: true });
  if (!environment.ok || !loaded.ok) throw new Error([...(environment.problems ?? []), ...(loaded.problems ?? [])].join('\n'));
  const service = createService({ environment: environment.value, config: loaded.value.config, log: SILENT, folders: {} });
  const { url, context } = await service.start();
  await context.scheduler.stop();
  return { origin: url, context, stop: () => service.stop() };
}
