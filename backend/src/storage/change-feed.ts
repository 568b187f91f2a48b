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
  const stopListening = listen({ url, log, onPayload: (payload) => tellForeign(payload, replica, tell), onBack: () => tell(EVERYTHING) });

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

const NOTHING: Changes = { callbacks: [], queues: [], agents: [], roster: false, everything: false };
const EVERYTHING: Changes = { ...NOTHING, roster: true, everything: true };

/** Collects announcements until they are sent. */
class Pending {
  readonly #callbacks = new Set<string>();
  readonly #queues = new Set<string>();
  readonly #agents = new Set<string>();
  #roster = false;
  #everything = false;

  add(changes: Changes): void {
    for (const id of changes.callbacks) this.#callbacks.add(id);
    for (const queue of changes.queues) this.#queues.add(queue);
    for (const agent of changes.agents) this.#agents.add(agent);
    this.#roster ||= changes.roster;
    this.#everything ||= changes.everything;
  }

  take(from: string): string | undefined {
    const lists = { callbacks: [...this.#callbacks], queues: [...this.#queues], agents: [...this.#agents] };
    const flags = { roster: this.#roster, everything: this.#everything };
    const empty = Object.values(lists).every((list) => list.length === 0) && !flags.roster && !flags.everything;
    for (const set of [this.#callbacks, this.#queues, this.#agents]) set.clear();
    this.#roster = this.#everything = false;
    if (empty) return undefined;
    const payload = JSON.stringify({ from, ...lists, ...flags });
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
