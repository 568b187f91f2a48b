import type { PushAction, PushPayload } from '@ringback/contract';
import { createStore, update, type UseStore } from 'idb-keyval';

/** What a page has not heard of yet. */
export interface Pending {
  readonly payload: PushPayload;
  readonly action: PushAction;
}

/** What the worker remembers while it sleeps. */
export interface Kept {
  /** `pushKey` -> epoch ms when it came. */
  readonly seen: Readonly<Record<string, number>>;
  /** Callback -> version of the newest message about it. */
  readonly versions: Readonly<Record<string, number>>;
  readonly pending: readonly Pending[];
  /** The push subscription has changed, and no page has been there to hear it. */
  readonly tokenStale: boolean;
}

/** Access to it: one step at a time, however many pushes come at once. */
export interface Memory {
  /** Resolves with what `step` returns beside what is to be kept. */
  change<Result>(step: (kept: Kept) => readonly [Kept, Result]): Promise<Result>;
}

const NOTHING: Kept = { seen: {}, versions: {}, pending: [], tokenStale: false };
const KEY = 'kept';

/** In IndexedDB; a worker may be stopped after every event. Where the browser forbids it, in memory as long as the worker lives. */
export function createMemory(name = 'ringback-worker'): Memory {
  let inMemory: Kept = NOTHING;
  let store: UseStore | undefined;
  return {
    async change(step) {
      let result: { readonly value: ReturnType<typeof step>[1] } | undefined;
      const take = (kept: Kept | undefined): Kept => {
        const [next, value] = step(kept ?? NOTHING);
        result = { value };
        return next;
      };
      try {
        store ??= createStore(name, 'kept');
        await update<Kept>(KEY, take, store);
      } catch {
        inMemory = take(inMemory);
      }
      if (!result) throw new TypeError('a step must be taken');
      return result.value;
    },
  };
}

/** FCM gives up after four weeks; so long may a message come again. */
const REMEMBER_MS = 28 * 86_400_000;
const MAX_REMEMBERED = 500;
const MAX_PENDING = 20;

/**
 * Notes a message. `isNews` is false for one that came before, that tells of a state which has passed, or that has run out: nobody
 * must be told (PU3). Epoch ms.
 */
export function noteArrival(kept: Kept, payload: PushPayload, key: string, now: number): readonly [Kept, boolean] {
  const version = payload.version === undefined ? undefined : Number(payload.version);
  const newest = kept.versions[payload.callbackId] ?? 0;
  if (kept.seen[key] !== undefined || (version !== undefined && version < newest)) return [kept, false];
  const seen = trimmed({ ...kept.seen, [key]: now }, now);
  const versions = version === undefined ? kept.versions : newestVersions({ ...kept.versions, [payload.callbackId]: version });
  // What was pressed on an older message of the callback is no answer to this one.
  return [{ ...kept, seen, versions, pending: withoutCallback(kept.pending, payload.callbackId) }, !hasRunOut(payload, now)];
}

export const hasRunOut = ({ expiresAt }: PushPayload, now: number): boolean => expiresAt !== undefined && Date.parse(expiresAt) <= now;

const trimmed = (seen: Readonly<Record<string, number>>, now: number): Record<string, number> =>
  Object.fromEntries(
    Object.entries(seen)
      .filter(([, at]) => at > now - REMEMBER_MS)
      .sort(([, a], [, b]) => b - a)
      .slice(0, MAX_REMEMBERED),
  );

const newestVersions = (versions: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(versions).slice(-MAX_REMEMBERED));

/** One entry a callback: what was done with the newest of its messages. */
export const withPending = (kept: Kept, entry: Pending): Kept => ({
  ...kept,
  pending: [...withoutCallback(kept.pending, entry.payload.callbackId), entry].slice(-MAX_PENDING),
});
export const withoutCallback = (pending: readonly Pending[], callbackId: string): readonly Pending[] =>
  pending.filter(({ payload }) => payload.callbackId !== callbackId);
