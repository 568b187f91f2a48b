import pg from 'pg';
import type { ChangeFeed, Changes } from '../ports/change-feed.js';
import type { Log } from '../ports/log.js';
import { connectionOf, type Database } from './database.js';

const CHANNEL = 'ringback';
/** Decision: changes are announced after the commit, in batches. A NOTIFY inside the transaction takes a lock of the whole server at commit, which would put all bookings in a row. */
const BATCH_MS = 20;
const RECONNECT_MS = 1_000;
/** PostgreSQL takes less than 8000 bytes. */
const MAX_PAYLOAD = 7_500;

interface Options {
  readonly database: Database;
  readonly url: string;
  /** Own messages are dropped: this replica knows already. */
  readonly replica: string;
  readonly log: Log;
}

/** The change feed over LISTEN/NOTIFY. What is lost while the listening connection is down is made up for by `everything` when it is back. */
export function changeFeed({ database, url, replica, log }: Options): ChangeFeed {
  const listeners = new Set<(changes: Changes) => void>();
  const pending = new Pending();
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> = Promise.resolve();

  const tell = (changes: Changes): void => {
    const toTell = [...listeners];
    for (const listener of toTell) {
      try {
        listener(changes);
      } catch (error) {
        log.error('a change listener failed', { error: error instanceof Error ? error.name : 'unknown' });
      }
    }
  };
  const send = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const payload = pending.take(replica);
    if (payload === undefined) return sending;
    sending = sending
      .then(() => database.rows('SELECT pg_notify($1, $2)', [CHANNEL, payload]))
      .then(
        () => undefined,
        // The other replicas read everything again every few seconds, so this is late news, not lost news.
        () => log.warn('changes could not be announced'),
      );
    return sending;
  };
  const stopListening = listen({ url, log, onPayload: (payload) => tellForeign(payload, replica, tell), onBack: () => tell(RECONNECTED) });

  return {
    announce(changes) {
      const whole = { ...NOTHING, ...changes };
      pending.add(whole);
      timer ??= setTimeout(() => void send(), BATCH_MS).unref();
      tell(whole);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    flush: send,
    async close() {
      await send();
      await stopListening();
    },
  };
}

const LISTS = ['callbacks', 'queues', 'agents'] as const;
const FLAGS = ['roster', 'settings', 'signedOut', 'unclaimed', 'everything'] as const;
const NOTHING: Changes = {
  callbacks: [],
  queues: [],
  agents: [],
  roster: false,
  settings: false,
  signedOut: false,
  unclaimed: false,
  everything: false,
};
const EVERYTHING: Changes = { ...NOTHING, roster: true, settings: true, signedOut: true, unclaimed: true, everything: true };
/** Edits are so rare that the replica's regular look for them is soon enough. */
const RECONNECTED: Changes = { ...EVERYTHING, settings: false };

/** Collects announcements until they are sent. */
class Pending {
  readonly #lists = new Map(LISTS.map((list) => [list, new Set<string>()]));
  readonly #flags = new Set<(typeof FLAGS)[number]>();

  add(changes: Changes): void {
    for (const [list, items] of this.#lists) for (const item of changes[list]) items.add(item);
    for (const flag of FLAGS) if (changes[flag]) this.#flags.add(flag);
  }

  take(from: string): string | undefined {
    const filled = [...this.#lists].filter(([, items]) => items.size > 0).map(([list, items]) => [list, [...items]]);
    const news = Object.fromEntries([...filled, ...[...this.#flags].map((flag) => [flag, true])]) as Partial<Changes>;
    for (const items of this.#lists.values()) items.clear();
    this.#flags.clear();
    if (Object.keys(news).length === 0) return undefined;
    const payload = JSON.stringify({ from, ...news });
    return Buffer.byteLength(payload) <= MAX_PAYLOAD ? payload : JSON.stringify({ from, ...EVERYTHING });
  }
}

function tellForeign(payload: string, replica: string, tell: (changes: Changes) => void): void {
  const message = JSON.parse(payload) as Partial<Changes> & { from?: string };
  if (message.from !== replica) tell({ ...NOTHING, ...message });
}

interface Listening {
  readonly url: string;
  readonly log: Log;
  readonly onPayload: (payload: string) => void;
  /** The connection stands; also for the first time. */
  readonly onBack: () => void;
}

/** Keeps one listening connection open, whatever happens to the server. */
function listen({ url, log, onPayload, onBack }: Listening): () => Promise<void> {
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const retry = (): void => {
    if (!stopped) timer ??= setTimeout(connect, RECONNECT_MS).unref();
  };
  const connect = (): void => {
    timer = undefined;
    const next = new pg.Client(connectionOf(url));
    client = next;
    next.on('notification', ({ payload }) => payload !== undefined && onPayload(payload));
    next.on('error', () => log.warn('listening connection lost'));
    next.on('end', retry);
    opening = next
      .connect()
      .then(() => next.query(`LISTEN ${CHANNEL}`))
      .then(onBack)
      .catch(() => {
        void next.end().catch(() => undefined);
        retry();
      });
  };
  let opening: Promise<void> = Promise.resolve();
  connect();

  return async () => {
    stopped = true;
    clearTimeout(timer);
    await opening;
    await client?.end().catch(() => undefined);
  };
}
