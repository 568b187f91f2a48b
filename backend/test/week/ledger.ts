import type { CallbackId } from '@ringback/contract';
import type { Context } from '../../src/context.js';
import type { Agenda } from './agenda.js';
import { MINUTE } from './business.js';

/** A forecast that somebody was told. */
export interface Told {
  readonly id: CallbackId;
  /** Epoch ms. */
  readonly at: number;
  /** -1: unknown. */
  readonly seconds: number;
}

interface Watched {
  readonly id: CallbackId;
  stop: () => void;
  seconds: number | undefined;
}

/** What the customers know, to be compared with what the database says. */
export interface Ledger {
  /** Queue -> callbacks that were granted. */
  readonly created: ReadonlyMap<string, number>;
  /** Status -> times that it was the answer. */
  readonly refusals: ReadonlyMap<string, number>;
  readonly faults: readonly string[];
  turned: number;
  /** Before booking. */
  readonly atBooking: readonly Told[];
  /** Once a minute while waiting for the first call, as the page showed it. */
  readonly live: readonly Told[];
  booked(callback: { id: CallbackId; queue: string; at: number; told: number | undefined }): void;
  repeated(first: CallbackId, second: CallbackId): void;
  refused(status: string): void;
  turnedAway(): void;
  /** Looks at the callback's page until it is called. */
  watch(context: Context, id: CallbackId): Promise<void>;
  /** The pages reconnect to another replica. */
  rewatch(context: Context): Promise<void>;
}

export function createLedger(agenda: Agenda): Ledger {
  const created = new Map<string, number>();
  const refusals = new Map<string, number>();
  const faults: string[] = [];
  const known = new Set<CallbackId>();
  const [atBooking, live]: [Told[], Told[]] = [[], []];
  const watched = new Map<CallbackId, Watched>();
  const count = (map: Map<string, number>, key: string): void => void map.set(key, (map.get(key) ?? 0) + 1);

  async function look(context: Context, entry: Watched): Promise<void> {
    entry.stop = await context.ringback.watchCallback(entry.id, ({ state, attempts, estimatedWaitTime }) => {
      if (state === 'QUEUED' && attempts === 0) entry.seconds = estimatedWaitTime;
      else watched.delete(entry.id);
    });
    if (!watched.has(entry.id)) entry.stop();
  }
  function planNote(entry: Watched): void {
    agenda.planQuietly(agenda.clock.now() + MINUTE, () => {
      if (watched.get(entry.id) !== entry) return entry.stop();
      if (entry.seconds !== undefined) live.push({ id: entry.id, at: agenda.clock.now(), seconds: entry.seconds });
      planNote(entry);
    });
  }

  return {
    created,
    refusals,
    faults,
    turned: 0,
    atBooking,
    live,
    booked({ id, queue, at, told }) {
      if (known.has(id)) faults.push(`${id} was granted twice`);
      known.add(id);
      count(created, queue);
      if (told !== undefined) atBooking.push({ id, at, seconds: told });
    },
    repeated(first, second) {
      if (first !== second) faults.push(`the same request made ${first} and ${second}`);
    },
    refused: (status) => count(refusals, status),
    turnedAway() {
      this.turned += 1;
    },
    async watch(context, id) {
      const entry: Watched = { id, stop: () => undefined, seconds: undefined };
      watched.set(id, entry);
      await look(context, entry);
      planNote(entry);
    },
    async rewatch(context) {
      for (const entry of watched.values()) {
        entry.stop();
        await look(context, entry);
      }
    },
  };
}
