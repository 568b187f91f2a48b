import { nextFlight } from './next-flight.js';

/** A value of the database kept in memory: read again when it may have changed and somebody asks. */
export interface KeptValue<Value> {
  /** The newest one known, without asking; undefined before the first read. */
  now(): Value | undefined;
  /** Read no earlier than the last `markStale` before the call; no read when there was none since. */
  fresh(): Promise<Value>;
  /** Read no earlier than the call. */
  refresh(): Promise<Value>;
  markStale(): void;
}

/** Nothing is read before somebody asks. A read that fails leaves the value stale and rejects for all who waited for it. */
export function keptValue<Value>(read: () => Promise<Value>): KeptValue<Value> {
  let known: Value | undefined;
  let stale = true;
  // What is known while this is under way may be older than the news that began it.
  let reading: Promise<Value> | undefined;
  const readNow = async (): Promise<Value> => {
    try {
      known = await read();
      return known;
    } catch (error) {
      stale = true;
      throw error;
    } finally {
      reading = undefined;
    }
  };
  const refresh = nextFlight(() => {
    stale = false;
    reading = readNow();
    return reading;
  });
  return {
    now: () => known,
    fresh: () => (stale ? refresh() : (reading ?? Promise.resolve(known as Value))),
    refresh,
    markStale: () => void (stale = true),
  };
}
